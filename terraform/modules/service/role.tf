data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  # By kind and not by key: a release changes keys, and while it is rolled out nodes of both fetch theirs.
  statement {
    sid       = "Artifacts"
    actions   = ["s3:GetObject"]
    resources = [for kind in ["war", "payara", "tools"] : "${var.artifact_bucket.arn}/${kind}/*"]
  }

  # Without it a key that is not there is answered as one that may not be read, and nobody would know which.
  statement {
    sid       = "MissingArtifacts"
    actions   = ["s3:ListBucket"]
    resources = [var.artifact_bucket.arn]
  }

  statement {
    sid       = "Decrypt"
    actions   = ["kms:Decrypt"]
    resources = distinct([var.artifact_kms_key_arn, var.kms_key_arn])

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.amazonaws.com", "secretsmanager.${local.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "DatabaseLogin"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.database.secret_arn]
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  statement {
    sid       = "Metrics"
    actions   = ["aps:RemoteWrite"]
    resources = [var.workspace.arn]
  }

  # By name: the group names the launch template, which names this role.
  statement {
    sid       = "Depart"
    actions   = ["autoscaling:CompleteLifecycleAction"]
    resources = ["arn:${local.partition}:autoscaling:${local.region}:${local.account}:autoScalingGroup:*:autoScalingGroupName/${var.name}"]
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-service"
  description          = "What a node of the service may do"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role_policy" "this" {
  name   = "node"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

# Session Manager, in place of an open port for SSH.
resource "aws_iam_role_policy_attachment" "session_manager" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "this" {
  name = "${var.name}-service"
  role = aws_iam_role.this.name
}
