# What a role that an environment makes can ever do, whatever its policies say. The deploy role can make no role without it, so
# that who may deploy can't make himself an administrator.
data "aws_iam_policy_document" "runtime_boundary" {
  # checkov:skip=CKV_AWS_107:A boundary grants nothing; the policies of each role do, and are narrower.
  # checkov:skip=CKV_AWS_108:As above.
  # checkov:skip=CKV_AWS_109:As above.
  # checkov:skip=CKV_AWS_111:As above.
  # checkov:skip=CKV_AWS_356:As above.
  statement {
    sid = "RunAndWatch"
    actions = [
      "aps:DeleteAlertManagerSilence",
      "aps:Get*",
      "aps:List*",
      "aps:PutAlertManagerSilences",
      "aps:QueryMetrics",
      "aps:RemoteWrite",
      "autoscaling:CompleteLifecycleAction",
      "autoscaling:Describe*",
      "autoscaling:RecordLifecycleActionHeartbeat",
      "backup:CopyFromBackupVault",
      "backup:CopyIntoBackupVault",
      "backup:DescribeBackupVault",
      "cloudwatch:Describe*",
      "cloudwatch:Get*",
      "cloudwatch:List*",
      "cloudwatch:PutMetricData",
      "ec2:Describe*",
      "ec2messages:*",
      "elasticloadbalancing:Describe*",
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKey*",
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:Describe*",
      "logs:Get*",
      "logs:PutLogEvents",
      "logs:PutRetentionPolicy",
      "rds:AddTagsToResource",
      "rds:CopyDBSnapshot",
      "rds:CreateDBSnapshot",
      "rds:DeleteDBSnapshot",
      "rds:Describe*",
      "rds:ListTagsForResource",
      "rds:ModifyDBSnapshotAttribute",
      "ssm:Describe*",
      "ssm:Get*",
      "ssm:List*",
      "ssm:Put*",
      "ssm:UpdateAssociationStatus",
      "ssm:UpdateInstance*",
      "ssmmessages:*",
      "tag:GetResources",
    ]
    resources = ["*"]
  }

  statement {
    sid = "OwnSecrets"
    actions = [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:ListSecretVersionIds",
      "secretsmanager:PutSecretValue",
      "secretsmanager:UpdateSecretVersionStage",
    ]
    resources = [
      "arn:${local.partition}:secretsmanager:${var.region}:${local.account}:secret:hashpost-*",
      "arn:${local.partition}:secretsmanager:${var.region}:${local.account}:secret:rds!*",
    ]
  }

  statement {
    sid       = "OwnBuckets"
    actions   = ["s3:Get*", "s3:List*", "s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::hashpost-*"]
  }

  statement {
    sid       = "NoStates"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]
  }
}

resource "aws_iam_policy" "runtime_boundary" {
  name        = "hashpost-runtime-boundary"
  description = "The most that a role of an environment can do"
  policy      = data.aws_iam_policy_document.runtime_boundary.json
}

# What workflows can never do, even if somebody widens their policies by mistake.
data "aws_iam_policy_document" "workflow_boundary" {
  # checkov:skip=CKV_AWS_1:A boundary grants nothing; what is left of this are the denials.
  # checkov:skip=CKV_AWS_49:As above.
  # checkov:skip=CKV_AWS_107:As above.
  # checkov:skip=CKV_AWS_108:As above.
  # checkov:skip=CKV_AWS_109:As above.
  # checkov:skip=CKV_AWS_110:As above.
  # checkov:skip=CKV_AWS_111:As above.
  # checkov:skip=CKV_AWS_356:As above.
  statement {
    sid       = "AllButWhatFollows"
    actions   = ["*"]
    resources = ["*"]
  }

  statement {
    sid    = "NoAccountsUsersAndBilling"
    effect = "Deny"
    actions = [
      "account:*",
      "aws-portal:*",
      "billing:*",
      "iam:*AccessKey*",
      "iam:*Group*",
      "iam:*LoginProfile*",
      "iam:*MFADevice*",
      "iam:*SAMLProvider*",
      "iam:*User*",
      "iam:CreateOpenIDConnectProvider",
      "iam:DeleteOpenIDConnectProvider",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      "organizations:*",
      "sts:AssumeRole",
    ]
    resources = ["*"]
  }

  statement {
    sid    = "NoSecretsContents"
    effect = "Deny"
    actions = [
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
    ]
    resources = ["*"]
  }

  statement {
    sid    = "NotTheirOwnRolesAndBoundaries"
    effect = "Deny"
    not_actions = [
      "iam:Get*",
      "iam:List*",
    ]
    resources = [
      "arn:${local.partition}:iam::${local.account}:oidc-provider/*",
      "arn:${local.partition}:iam::${local.account}:policy/hashpost-workflow-*",
      "arn:${local.partition}:iam::${local.account}:policy/hashpost-*-boundary",
      "arn:${local.partition}:iam::${local.account}:role/hashpost-workflow-*",
    ]
  }

  statement {
    sid       = "NoRoleLosesItsBoundary"
    effect    = "Deny"
    actions   = ["iam:DeleteRolePermissionsBoundary"]
    resources = ["*"]
  }

  statement {
    sid    = "NotTheBucketsOfStatesArtifactsAndTheirLogs"
    effect = "Deny"
    actions = [
      "s3:DeleteBucket*",
      "s3:DeleteObjectVersion",
      "s3:PutBucket*",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
    ]
    resources = flatten([for bucket in local.buckets : [bucket.arn, "${bucket.arn}/*"]])
  }

  statement {
    sid    = "NotTheKeysOfStatesAndArtifacts"
    effect = "Deny"
    actions = [
      "kms:CreateGrant",
      "kms:Disable*",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
    ]
    resources = [aws_kms_key.state.arn, aws_kms_key.artifact.arn]
  }
}

resource "aws_iam_policy" "workflow_boundary" {
  count = local.workflows

  name        = "hashpost-workflow-boundary"
  description = "What the roles of workflows can never do"
  policy      = data.aws_iam_policy_document.workflow_boundary.json
}
