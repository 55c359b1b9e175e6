data "aws_iam_policy_document" "s3" {
  statement {
    sid       = "BucketsOfThisAccount"
    actions   = ["s3:*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceAccount"
      values   = [local.account]
    }
  }

  # Asked without credentials. The suffix is the same in every region.
  statement {
    sid       = "PackagesOfAmazonLinux"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.this.partition}:s3:::al2023-repos-${local.region}-de612dc2/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${local.region}.s3"
  route_table_ids   = aws_route_table.private[*].id
  policy            = data.aws_iam_policy_document.s3.json

  tags = { Name = "${var.name}-s3" }
}

# With credentials of another account, somebody on an instance could carry data off through our own endpoints.
data "aws_iam_policy_document" "interface" {
  # checkov:skip=CKV_AWS_1:An endpoint's policy grants nothing; it bounds what goes through it.
  # checkov:skip=CKV_AWS_49:As above.
  statement {
    sid       = "PrincipalsOfThisAccount"
    actions   = ["*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalAccount"
      values   = [local.account]
    }
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = aws_vpc.this.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.${local.region}.${each.key}"
  subnet_ids          = slice(aws_subnet.private[*].id, 0, var.endpoint_zone_count)
  security_group_ids  = [aws_security_group.this["endpoint"].id]
  private_dns_enabled = true
  policy              = data.aws_iam_policy_document.interface.json

  tags = { Name = "${var.name}-${each.key}" }
}
