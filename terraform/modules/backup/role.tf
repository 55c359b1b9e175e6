data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-backup"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
}

# What AWS's own policy for AWS Backup has for RDS instances, for the ones of this environment: that policy reaches every
# database, volume and file system of the account.
data "aws_iam_policy_document" "this" {
  # checkov:skip=CKV_AWS_356:What is allowed on all resources only reads.
  statement {
    sid     = "Snapshot"
    actions = ["rds:AddTagsToResource", "rds:CopyDBSnapshot", "rds:CreateDBSnapshot"]
    resources = concat(var.resource_arns, [
      "arn:${local.partition}:rds:*:${local.account}:snapshot:awsbackup:*",
    ])
  }

  statement {
    sid       = "ExpireSnapshot"
    actions   = ["rds:DeleteDBSnapshot", "rds:ModifyDBSnapshotAttribute"]
    resources = ["arn:${local.partition}:rds:*:${local.account}:snapshot:awsbackup:*"]
  }

  statement {
    sid = "Look"
    actions = [
      "rds:DescribeDBInstances",
      "rds:DescribeDBSnapshots",
      "rds:ListTagsForResource",
      "tag:GetResources",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "Vault"
    actions   = ["backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DescribeBackupVault"]
    resources = compact([aws_backup_vault.this.arn, var.copy_vault_arn])
  }

  statement {
    sid       = "Key"
    actions   = ["kms:DescribeKey"]
    resources = local.keys
  }

  statement {
    sid       = "GrantKey"
    actions   = ["kms:CreateGrant"]
    resources = local.keys

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "back-up"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
