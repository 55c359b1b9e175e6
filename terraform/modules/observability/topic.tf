# To wake somebody.
resource "aws_sns_topic" "page" {
  name              = "${var.name}-page"
  display_name      = "${var.name} page"
  kms_master_key_id = var.kms_key_arn
}

# To wait for the morning.
resource "aws_sns_topic" "ticket" {
  name              = "${var.name}-ticket"
  display_name      = "${var.name} ticket"
  kms_master_key_id = var.kms_key_arn
}

# Nobody reads this one. That it is written to is what the alarm watchdog-silent watches.
resource "aws_sns_topic" "watchdog" {
  name              = "${var.name}-watchdog"
  kms_master_key_id = var.kms_key_arn
}

data "aws_iam_policy_document" "topic" {
  for_each = local.topics

  statement {
    sid       = "Prometheus"
    actions   = ["sns:Publish", "sns:GetTopicAttributes"]
    resources = [each.value]

    principals {
      type        = "Service"
      identifiers = ["aps.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_prometheus_workspace.this.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }

  # The rule of the module backup, which has failed backups to tell of only. EventBridge does not say for whose account it writes.
  dynamic "statement" {
    for_each = each.key == "ticket" ? ["events.amazonaws.com"] : []

    content {
      sid       = "Events"
      actions   = ["sns:Publish"]
      resources = [each.value]

      principals {
        type        = "Service"
        identifiers = [statement.value]
      }
    }
  }

  statement {
    sid       = "Alarms"
    actions   = ["sns:Publish"]
    resources = [each.value]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }

  statement {
    sid       = "OnlyEncrypted"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [each.value]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  for_each = local.topics

  arn    = each.value
  policy = data.aws_iam_policy_document.topic[each.key].json
}

resource "aws_sns_topic_subscription" "page" {
  for_each = var.page_emails

  topic_arn = aws_sns_topic.page.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_sns_topic_subscription" "ticket" {
  for_each = var.ticket_emails

  topic_arn = aws_sns_topic.ticket.arn
  protocol  = "email"
  endpoint  = each.key
}

# An alarm tells topics of its own region only.
resource "aws_sns_topic" "edge" {
  for_each = toset(["page", "ticket"])
  provider = aws.us_east_1

  name              = "${var.name}-edge-${each.key}"
  display_name      = "${var.name} ${each.key}"
  kms_master_key_id = aws_kms_key.edge.arn
}

data "aws_iam_policy_document" "edge_topic" {
  for_each = aws_sns_topic.edge

  statement {
    sid       = "Alarms"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "edge" {
  for_each = aws_sns_topic.edge
  provider = aws.us_east_1

  arn    = each.value.arn
  policy = data.aws_iam_policy_document.edge_topic[each.key].json
}

resource "aws_sns_topic_subscription" "edge_page" {
  for_each = var.page_emails
  provider = aws.us_east_1

  topic_arn = aws_sns_topic.edge["page"].arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_sns_topic_subscription" "edge_ticket" {
  for_each = var.ticket_emails
  provider = aws.us_east_1

  topic_arn = aws_sns_topic.edge["ticket"].arn
  protocol  = "email"
  endpoint  = each.key
}

data "aws_iam_policy_document" "edge_key" {
  #checkov:skip=CKV_AWS_109:A key's policy is about that key only; without the account's own line nobody could manage it.
  #checkov:skip=CKV_AWS_111:As above.
  #checkov:skip=CKV_AWS_356:As above.
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.account_id}:root"]
    }
  }

  # Not bound to the account: whose alarm it is the topic asks, and an alarm that is not told of is not noticed.
  statement {
    sid       = "Alarms"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
  }
}

# The environment's own key is in the service's region.
resource "aws_kms_key" "edge" {
  provider = aws.us_east_1

  description             = "${var.name}: alarms about the edge"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.edge_key.json
}

resource "aws_kms_alias" "edge" {
  provider = aws.us_east_1

  name          = "alias/${var.name}-alarms"
  target_key_id = aws_kms_key.edge.key_id
}
