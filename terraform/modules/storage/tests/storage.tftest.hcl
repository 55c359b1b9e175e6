mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  # Documents keep their blocks under mocks, but make no JSON.
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
  }
}

variables {
  name = "hashpost-test"
}

run "defaults" {
  # Key is rotated and bounded.
  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "The key rotates, and its deletion can be taken back for a month."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.key.statement : length(statement.condition) > 0
      if anytrue([for principal in statement.principals : contains(principal.identifiers, "*") || contains(principal.identifiers, "logs.eu-central-1.amazonaws.com")])
    ])
    error_message = "Whoever is not named outright is bounded by a condition."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.key.statement : toset(statement.actions) == toset(["kms:Decrypt", "kms:GenerateDataKey*"])
      if anytrue([for principal in statement.principals : length(setintersection(principal.identifiers, ["aps.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"])) > 0])
    ])
    error_message = "Who publishes to an encrypted topic may do what that takes, and no more."
  }

  assert {
    condition = toset(flatten([
      for statement in data.aws_iam_policy_document.key.statement : [for principal in statement.principals : tolist(principal.identifiers)]
      if length(statement.condition) == 0 && statement.sid != "Account"
    ])) == toset(["aps.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"])
    error_message = "These publish without saying for whose account: under a condition on it, no alarm would be heard."
  }

  # Buckets are closed.
  assert {
    condition = alltrue([
      for block in [aws_s3_bucket_public_access_block.log, aws_s3_bucket_public_access_block.config] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "No bucket can be made public."
  }

  assert {
    condition = alltrue([
      for document in [data.aws_iam_policy_document.log, data.aws_iam_policy_document.config] : anytrue([
        for statement in document.statement : statement.effect == "Deny" && contains(statement.actions, "s3:*") && length(statement.resources) == 2
        && anytrue([for condition in statement.condition : condition.variable == "aws:SecureTransport" && contains(condition.values, "false")])
      ])
    ])
    error_message = "Both buckets refuse requests without TLS."
  }

  assert {
    condition     = alltrue([for versioning in [aws_s3_bucket_versioning.log, aws_s3_bucket_versioning.config] : versioning.versioning_configuration[0].status == "Enabled"])
    error_message = "Both buckets keep versions."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.config.rule).apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_key.this.arn
    error_message = "The config bucket has the environment's key."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.log.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "The log bucket has S3's key: a load balancer can write under no other."
  }

  # Logs are written by their services only.
  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.log.statement : toset(statement.actions) == toset(["s3:PutObject"])
      && alltrue([for principal in statement.principals : principal.type == "Service"])
      && anytrue([for condition in statement.condition : condition.variable == "aws:SourceArn"])
      if statement.effect != "Deny"
    ])
    error_message = "Only services write logs, each for a source of this account."
  }

  assert {
    condition     = length(data.aws_iam_policy_document.log.statement) == 3
    error_message = "TLS, the load balancer and the config bucket: CloudFront writes by the access control list."
  }

  assert {
    condition     = aws_s3_bucket_logging.config.target_bucket == aws_s3_bucket.log.id
    error_message = "Access to the config bucket is logged."
  }

  # Nothing is deleted by default.
  assert {
    condition     = !aws_s3_bucket.log.force_destroy && !aws_s3_bucket.config.force_destroy
    error_message = "A destroy must not take logs and configuration with it, unless asked to."
  }
}

run "logs_expire" {
  variables {
    log_retention_days = 90
  }

  assert {
    condition     = one(one(aws_s3_bucket_lifecycle_configuration.log.rule).expiration).days == 90
    error_message = "Access logs are kept as long as asked for."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    name               = "a-name-that-is-longer-than-a-bucket-takes"
    log_retention_days = 0
  }

  expect_failures = [var.name, var.log_retention_days]
}
