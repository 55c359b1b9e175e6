# The bucket for states refuses to be destroyed, and what a test applies is destroyed after it: so these only plan.
mock_provider "aws" {
  override_during = plan

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

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::mock" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/mock" }
  }

  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }
}

# Whatever terraform.tfvars has.
variables {
  region            = "eu-central-1"
  github_repository = null
}

run "defaults" {
  command = plan

  # Buckets are closed.
  assert {
    condition     = toset([for bucket in [aws_s3_bucket.state, aws_s3_bucket.artifact, aws_s3_bucket.log] : bucket.bucket]) == toset(["hashpost-state-123456789012-eu-central-1", "hashpost-artifact-123456789012-eu-central-1", "hashpost-log-123456789012-eu-central-1"])
    error_message = "Buckets have names that no other account has."
  }

  assert {
    condition     = length(aws_s3_bucket_public_access_block.this) == 3 && alltrue([for block in aws_s3_bucket_public_access_block.this : block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets])
    error_message = "No bucket can be made public."
  }

  assert {
    condition     = length(aws_s3_bucket_versioning.this) == 3 && alltrue([for versioning in aws_s3_bucket_versioning.this : versioning.versioning_configuration[0].status == "Enabled"])
    error_message = "Every bucket keeps versions."
  }

  assert {
    condition     = alltrue([for encryption in [aws_s3_bucket_server_side_encryption_configuration.state, aws_s3_bucket_server_side_encryption_configuration.artifact] : one(one(encryption.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"])
    error_message = "States and artifacts have their keys."
  }

  assert {
    condition     = aws_kms_key.state.enable_key_rotation && aws_kms_key.artifact.enable_key_rotation
    error_message = "Keys rotate."
  }

  assert {
    condition     = length(aws_s3_bucket_policy.this) == 3 && length(aws_s3_bucket_logging.this) == 2
    error_message = "Every bucket has its policy, and states and artifacts a log of who read them."
  }

  assert {
    condition     = length(one(aws_s3_bucket_lifecycle_configuration.artifact.rule).expiration) == 0
    error_message = "An artifact never expires while it is current: one goes back to it."
  }

  # No roles without a repository.
  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && length(aws_iam_role.plan) == 0 && length(aws_iam_role.deploy) == 0 && length(aws_iam_policy.deploy) == 0
    error_message = "Without a repository no workflow gets in."
  }

  # Planning only reads.
  assert {
    condition     = alltrue(flatten([for statement in data.aws_iam_policy_document.plan.statement : [for action in statement.actions : action == "kms:Decrypt" || can(regex(":(Describe|Get|List)", action))]]))
    error_message = "The plan role changes nothing."
  }

  assert {
    condition     = !anytrue(flatten([for statement in data.aws_iam_policy_document.plan.statement : [for action in statement.actions : can(regex("^(secretsmanager:Get(Secret|\\*)|secretsmanager:\\*|logs:(Get|\\*)|aps:(Get|Query|\\*)|s3:Get\\*)", action))]]))
    error_message = "The plan role reads no secret, no log and no metric."
  }
}

run "environments_are_where_their_buckets_are" {
  command = plan

  variables {
    region = "eu-west-1"
  }

  assert {
    condition     = can(regex("(?m)^region += \"eu-west-1\"$", output.environment))
    error_message = "The region is written once, here, and on one line: bin/deploy reads it there."
  }
}

run "only_the_repository_gets_in" {
  command = plan

  variables {
    github_repository   = "example/hashpost"
    github_environments = ["production"]
  }

  assert {
    condition     = aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com" && toset(aws_iam_openid_connect_provider.github[0].client_id_list) == toset(["sts.amazonaws.com"])
    error_message = "Tokens are GitHub's, and for AWS."
  }

  assert {
    condition     = local.subjects.deploy == ["repo:example/hashpost:environment:production"]
    error_message = "Only jobs of the environment may deploy, which its approval guards: no branch, no pull request."
  }

  assert {
    condition     = toset(local.subjects.plan) == toset(["repo:example/hashpost:pull_request", "repo:example/hashpost:ref:refs/heads/main"])
    error_message = "Pull requests and the main branch may plan."
  }

  assert {
    condition     = !anytrue([for subject in flatten(values(local.subjects)) : strcontains(subject, "*")])
    error_message = "No subject has a wildcard."
  }

  assert {
    condition     = alltrue([for role in concat(aws_iam_role.plan, aws_iam_role.deploy) : startswith(role.name, "hashpost-workflow-")])
    error_message = "The boundary keeps workflows from their own roles by this name."
  }
}

run "deploying_is_bounded" {
  command = plan

  variables {
    github_repository = "example/hashpost"
  }

  assert {
    condition = alltrue([
      for statement in flatten([for document in local.deploy_policies : document.statement]) :
      statement.sid == "MakeWhatHasNoNameYet" || !contains(statement.resources, "*")
    ])
    error_message = "All resources are given only where AWS knows none."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.deploy_identity.statement :
      length(setintersection(statement.actions, ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePolicy"])) == 0
      || anytrue([for condition in statement.condition : condition.variable == "iam:PermissionsBoundary"])
    ])
    error_message = "Roles get policies under the boundary only."
  }

  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.deploy_identity.statement :
      !contains(statement.actions, "iam:PassRole") || anytrue([for condition in statement.condition : condition.variable == "iam:PassedToService"])
    ])
    error_message = "Roles are handed on to named services only."
  }

  # What a roll-out of a launch template takes: the group, an instance of that template, its role.
  assert {
    condition = alltrue([for needed in [["autoscaling:*", ":autoScalingGroup:"], ["ec2:RunInstances", ":ec2:"]] : anytrue([
      for statement in data.aws_iam_policy_document.deploy_compute.statement :
      contains(statement.actions, needed[0]) && anytrue([for resource in statement.resources : strcontains(resource, needed[1])])
      ])]) && anytrue([
      for statement in data.aws_iam_policy_document.deploy_identity.statement : contains(statement.actions, "iam:PassRole")
      && anytrue([for condition in statement.condition : contains(condition.values, "ec2.amazonaws.com")])
    ])
    error_message = "bin/deploy begins instance refreshes."
  }

  assert {
    condition     = anytrue([for statement in data.aws_iam_policy_document.workflow_boundary.statement : statement.effect == "Deny" && contains(coalesce(statement.actions, []), "secretsmanager:GetSecretValue")])
    error_message = "No workflow reads a secret's value."
  }

  assert {
    condition     = anytrue([for statement in data.aws_iam_policy_document.workflow_boundary.statement : statement.effect == "Deny" && contains(statement.resources, "arn:aws:iam::123456789012:role/hashpost-workflow-*")])
    error_message = "No workflow changes its own roles."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    github_repository       = "example/*"
    github_environments     = ["*"]
    region                  = "Frankfurt"
    artifact_retention_days = 1
  }

  expect_failures = [
    var.github_repository,
    var.github_environments,
    var.region,
    var.artifact_retention_days,
  ]
}
