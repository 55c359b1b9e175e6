locals {
  workflows = var.github_repository == null ? 0 : 1
  subjects = {
    plan   = ["repo:${coalesce(var.github_repository, "none/none")}:pull_request", "repo:${coalesce(var.github_repository, "none/none")}:ref:refs/heads/main"]
    deploy = [for environment in var.github_environments : "repo:${coalesce(var.github_repository, "none/none")}:environment:${environment}"]
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = local.workflows

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "workflow_trust" {
  for_each = local.workflows == 1 ? local.subjects : {}

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = aws_iam_openid_connect_provider.github[*].arn
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    # Whole subjects: with a wildcard any branch of the repository, or another repository, could come in.
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = each.value
    }
  }
}

# Reads what there is. The lock of a state is a write: plan with -lock=false.
resource "aws_iam_role" "plan" {
  count = local.workflows

  name                 = "hashpost-workflow-plan"
  description          = "terraform plan of pull requests"
  assume_role_policy   = data.aws_iam_policy_document.workflow_trust["plan"].json
  permissions_boundary = aws_iam_policy.workflow_boundary[0].arn
}

resource "aws_iam_role_policy_attachment" "plan" {
  count = local.workflows

  role       = aws_iam_role.plan[0].name
  policy_arn = aws_iam_policy.plan[0].arn
}

# For jobs of the environments named above only, after whatever approval GitHub asks for.
resource "aws_iam_role" "deploy" {
  count = local.workflows

  name                 = "hashpost-workflow-deploy"
  description          = "terraform apply and releases, of approved jobs"
  assume_role_policy   = data.aws_iam_policy_document.workflow_trust["deploy"].json
  permissions_boundary = aws_iam_policy.workflow_boundary[0].arn
  max_session_duration = 7200
}

resource "aws_iam_role_policy_attachment" "deploy_reads" {
  count = local.workflows

  role       = aws_iam_role.deploy[0].name
  policy_arn = aws_iam_policy.plan[0].arn
}

resource "aws_iam_role_policy_attachment" "deploy" {
  for_each = aws_iam_policy.deploy

  role       = aws_iam_role.deploy[0].name
  policy_arn = each.value.arn
}
