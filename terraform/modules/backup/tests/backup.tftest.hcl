mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  # Documents keep their blocks under mocks, but make no JSON.
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_backup_vault" {
    defaults = { arn = "arn:aws:backup:eu-central-1:123456789012:backup-vault:hashpost-test" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
}

variables {
  name                   = "hashpost-test"
  kms_key_arn            = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  resource_arns          = ["arn:aws:rds:eu-central-1:123456789012:db:hashpost-test"]
  notification_topic_arn = "arn:aws:sns:eu-central-1:123456789012:hashpost-test-ticket"
}

run "defaults" {
  # Backups are encrypted, kept and locked.
  assert {
    condition     = aws_backup_vault.this.kms_key_arn == var.kms_key_arn
    error_message = "The vault has the key."
  }

  assert {
    condition     = one(one(aws_backup_plan.this.rule).lifecycle).delete_after == 35 && aws_backup_vault_lock_configuration.this[0].min_retention_days == 35
    error_message = "Backups are kept for five weeks by default, and cannot be deleted before."
  }

  assert {
    condition     = !aws_backup_vault.this.force_destroy
    error_message = "A destroy must not take backups with it, unless asked to."
  }

  assert {
    condition     = aws_backup_selection.this.resources == toset(var.resource_arns)
    error_message = "What was named is backed up."
  }

  # No copies by default.
  assert {
    condition     = length(one(aws_backup_plan.this.rule).copy_action) == 0
    error_message = "Without a vault for copies there are none."
  }

  # The role can do nothing else.
  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.this.statement :
      alltrue([for action in statement.actions : can(regex(":(Describe|Get|List)", action))])
      if contains(statement.resources, "*")
    ])
    error_message = "On all resources it only looks."
  }

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.this.statement : statement.sid != "GrantKey" || anytrue([for condition in statement.condition : condition.variable == "kms:GrantIsForAWSResource"])])
    error_message = "The key is handed on to AWS's own services only."
  }

  # Failures are told.
  assert {
    condition     = aws_cloudwatch_event_target.failure.arn == var.notification_topic_arn && toset(jsondecode(aws_cloudwatch_event_rule.failure.event_pattern).detail.state) == toset(["ABORTED", "EXPIRED", "FAILED"])
    error_message = "A backup that does not come about is told of, and one that does is not."
  }
}

run "copies_go_to_the_other_vault" {
  variables {
    copy_vault_arn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:hashpost-copy"
  }

  assert {
    condition     = one(one(aws_backup_plan.this.rule).copy_action).destination_vault_arn == var.copy_vault_arn
    error_message = "Each backup is copied to the vault that was named."
  }

  assert {
    condition     = local.keys == ["arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000", "arn:aws:kms:eu-west-1:123456789012:key/*"]
    error_message = "The role may hand on the keys of the copy's region, and of no other."
  }
}

run "a_trial_can_be_destroyed" {
  variables {
    force_destroy = true
  }

  assert {
    condition     = aws_backup_vault.this.force_destroy && length(aws_backup_vault_lock_configuration.this) == 0
    error_message = "With a lock on it, its vault could not be deleted."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    name                   = "Hashpost"
    kms_key_arn            = "key"
    resource_arns          = ["arn:aws:s3:::bucket"]
    retention_days         = 6
    copy_vault_arn         = "vault"
    notification_topic_arn = "topic"
  }

  expect_failures = [
    var.name,
    var.kms_key_arn,
    var.resource_arns,
    var.retention_days,
    var.copy_vault_arn,
    var.notification_topic_arn,
  ]
}
