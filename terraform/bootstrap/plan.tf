# Configurations, not contents: no secret's value, no log line, no metric, no object but states and the operations instance's
# files.
data "aws_iam_policy_document" "plan" {
  # checkov:skip=CKV_AWS_356:What is allowed on all resources only reads.
  statement {
    sid = "Look"
    actions = [
      "acm:Describe*",
      "acm:List*",
      "aps:Describe*",
      "aps:ListRuleGroupsNamespaces",
      "aps:ListTagsForResource",
      "aps:ListWorkspaces",
      "autoscaling:Describe*",
      "backup:Describe*",
      "backup:GetBackupPlan",
      "backup:GetBackupSelection",
      "backup:GetBackupVault*",
      "backup:List*",
      "cloudfront:Describe*",
      "cloudfront:Get*",
      "cloudfront:List*",
      "cloudwatch:Describe*",
      "cloudwatch:ListTagsForResource",
      "ec2:Describe*",
      "ec2:GetManagedPrefixListEntries",
      "elasticloadbalancing:Describe*",
      "events:Describe*",
      "events:List*",
      "iam:Get*",
      "iam:List*",
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:List*",
      "logs:Describe*",
      "logs:List*",
      "rds:Describe*",
      "rds:ListTagsForResource",
      "route53:Get*",
      "route53:List*",
      "s3:GetAccelerateConfiguration",
      "s3:GetBucket*",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
      "sns:Get*",
      "sns:List*",
      "sts:GetCallerIdentity",
      "wafv2:Describe*",
      "wafv2:Get*",
      "wafv2:List*",
    ]
    resources = ["*"]
  }

  # Which image of Amazon Linux is the newest.
  statement {
    sid       = "PublicParameters"
    actions   = ["ssm:GetParameter", "ssm:GetParameters"]
    resources = ["arn:${local.partition}:ssm:${var.region}::parameter/aws/service/*"]
  }

  statement {
    sid     = "StatesAndFiles"
    actions = ["s3:GetObject", "s3:GetObjectAttributes", "s3:GetObjectTagging", "s3:GetObjectVersion"]
    resources = [
      "${aws_s3_bucket.state.arn}/*",
      "${aws_s3_bucket.artifact.arn}/*",
      "arn:${local.partition}:s3:::hashpost-*-config-${local.suffix}/*",
    ]
  }

  statement {
    sid       = "DecryptThem"
    actions   = ["kms:Decrypt"]
    resources = ["arn:${local.partition}:kms:${var.region}:${local.account}:key/*"]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "plan" {
  count = local.workflows

  name        = "hashpost-workflow-plan"
  description = "Reads the configuration of Hashpost's environments"
  policy      = data.aws_iam_policy_document.plan.json
}
