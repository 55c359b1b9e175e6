data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Artifacts"
    actions   = ["s3:GetObject"]
    resources = ["${var.artifact_bucket.arn}/${var.tools_key}", "${var.artifact_bucket.arn}/${var.grafana_key}"]
  }

  statement {
    sid       = "Files"
    actions   = ["s3:GetObject"]
    resources = ["${var.config_bucket.arn}/operations/*", "${var.config_bucket.arn}/grafana/*"]
  }

  statement {
    sid       = "WhichFiles"
    actions   = ["s3:ListBucket"]
    resources = [var.config_bucket.arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["operations/*", "grafana/*"]
    }
  }

  statement {
    sid       = "ReadEncrypted"
    actions   = ["kms:Decrypt"]
    resources = distinct([var.kms_key_arn, var.artifact_kms_key_arn])

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.amazonaws.com", "secretsmanager.${local.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "WriteEncrypted"
    actions   = ["kms:GenerateDataKey"]
    resources = [var.kms_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${local.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "Secrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.database.master_secret_arn, var.database.application_secret_arn, var.database.monitor_secret_arn, aws_secretsmanager_secret.admin.arn]
  }

  # Not the master's: RDS does that.
  statement {
    sid       = "NewPasswords"
    actions   = ["secretsmanager:PutSecretValue"]
    resources = [var.database.application_secret_arn, var.database.monitor_secret_arn, aws_secretsmanager_secret.admin.arn]
  }

  statement {
    sid = "Metrics"
    actions = [
      "aps:RemoteWrite",
      "aps:QueryMetrics",
      "aps:GetLabels",
      "aps:GetSeries",
      "aps:GetMetricMetadata",
      "aps:ListRules",
      "aps:ListAlerts",
      "aps:ListAlertManagerAlerts",
      "aps:ListAlertManagerAlertGroups",
      "aps:ListAlertManagerReceivers",
      "aps:ListAlertManagerSilences",
      "aps:GetAlertManagerSilence",
      "aps:GetAlertManagerStatus",
      "aps:PutAlertManagerSilences",
      "aps:DeleteAlertManagerSilence",
    ]
    resources = [var.workspace.arn]
  }

  # These know no resources.
  statement {
    sid       = "CloudWatch"
    actions   = ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"]
    resources = ["*"]
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }
}

resource "aws_iam_role" "this" {
  name_prefix          = "${var.name}-ops-"
  description          = "The instance with Grafana, the exporters and the making of the database's roles"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role_policy" "this" {
  name   = "operations"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.this.json
}

# The only way in.
resource "aws_iam_role_policy_attachment" "session" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "this" {
  name_prefix = "${var.name}-ops-"
  role        = aws_iam_role.this.name
}
