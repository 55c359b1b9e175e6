data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition

  # Names of buckets are shared by all the world.
  suffix = "${local.account}-${var.region}"
}

data "aws_iam_policy_document" "key" {
  # checkov:skip=CKV_AWS_109:In a key's policy, * is the key itself.
  # checkov:skip=CKV_AWS_111:As above.
  # checkov:skip=CKV_AWS_356:As above.

  # Who of the account may do what is said by the policies of its roles.
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }
}

# A key each: nodes may read artifacts, and must not read states.
resource "aws_kms_key" "state" {
  description             = "Terraform states of Hashpost"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "state" {
  name          = "alias/hashpost-state"
  target_key_id = aws_kms_key.state.key_id
}

resource "aws_kms_key" "artifact" {
  description             = "Artifacts of Hashpost"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "artifact" {
  name          = "alias/hashpost-artifact"
  target_key_id = aws_kms_key.artifact.key_id
}
locals {
  backend = <<-EOT
    bucket       = "${aws_s3_bucket.state.id}"
    region       = "${var.region}"
    encrypt      = true
    kms_key_id   = "${aws_kms_key.state.arn}"
    use_lockfile = true
  EOT
}
