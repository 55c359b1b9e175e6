locals {
  # A message is any text: a page of HTML, a dump of SQL, an essay on Log4Shell. So is what is looked for in a query, which is
  # matched as it is written. What these rules find there is counted and let through; the service takes neither for code.
  # Clients without a User-Agent are welcome. A segment of a path that is no digest is the service's to answer, with its 404.
  counted = {
    AWSManagedRulesCommonRuleSet = [
      "NoUserAgent_HEADER",
      "SizeRestrictions_QUERYSTRING",
      "SizeRestrictions_BODY",
      "EC2MetaDataSSRF_BODY",
      "EC2MetaDataSSRF_QUERYARGUMENTS",
      "GenericLFI_BODY",
      "GenericLFI_QUERYARGUMENTS",
      "GenericRFI_BODY",
      "GenericRFI_QUERYARGUMENTS",
      "RestrictedExtensions_QUERYARGUMENTS",
      "CrossSiteScripting_BODY",
      "CrossSiteScripting_QUERYARGUMENTS",
      "RestrictedExtensions_URIPATH",
      "CrossSiteScripting_URIPATH",
    ]
    AWSManagedRulesKnownBadInputsRuleSet = [
      "JavaDeserializationRCE_BODY",
      "JavaDeserializationRCE_QUERYSTRING",
      "Log4JRCE_BODY",
      "Log4JRCE_QUERYSTRING",
      "ReactJSRCE_BODY",
    ]
    AWSManagedRulesAmazonIpReputationList = []
  }

  # These block, and are named only so that they do it with a problem in JSON, as everything here answers, and not with a page.
  refused = {
    AWSManagedRulesCommonRuleSet = [
      "UserAgent_BadBots_HEADER",
      "SizeRestrictions_Cookie_HEADER",
      "SizeRestrictions_URIPATH",
      "EC2MetaDataSSRF_COOKIE",
      "EC2MetaDataSSRF_URIPATH",
      "GenericLFI_URIPATH",
      "GenericRFI_URIPATH",
      "CrossSiteScripting_COOKIE",
    ]
    AWSManagedRulesKnownBadInputsRuleSet = [
      "JavaDeserializationRCE_HEADER",
      "JavaDeserializationRCE_URIPATH",
      "Host_localhost_HEADER",
      "PROPFIND_METHOD",
      "ExploitablePaths_URIPATH",
      "Log4JRCE_HEADER",
      "Log4JRCE_URIPATH",
    ]
    AWSManagedRulesAmazonIpReputationList = [
      "AWSManagedIPReputationList",
      "AWSManagedReconnaissanceList",
    ]
  }

  managed_priorities = {
    AWSManagedRulesAmazonIpReputationList = 30
    AWSManagedRulesKnownBadInputsRuleSet  = 40
    AWSManagedRulesCommonRuleSet          = 50
  }

  operator_paths = ["/metrics", "/health"]
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV_AWS_192:The rules against Log4Shell are in a dynamic block, which checkov does not look into; a test holds it.
  provider = aws.us_east_1

  name        = var.name
  description = "Who may ask Hashpost for what"
  scope       = "CLOUDFRONT"

  default_action {
    allow {}
  }

  custom_response_body {
    key          = "not-found"
    content_type = "APPLICATION_JSON"
    content      = local.not_found
  }

  custom_response_body {
    key          = "forbidden"
    content_type = "APPLICATION_JSON"
    content = jsonencode({
      type    = "about:blank"
      title   = "Forbidden"
      status  = 403
      detail  = "The request looks like an attack, or comes from where attacks come from."
      error   = "Forbidden."
      err_msg = "Forbidden"
    })
  }

  custom_response_body {
    key          = "too-many-requests"
    content_type = "APPLICATION_JSON"
    content = jsonencode({
      type    = "about:blank"
      title   = "Too many requests"
      status  = 429
      detail  = "This address may make ${var.rate_limit} requests in five minutes."
      error   = "Too many requests."
      err_msg = "Too many requests"
    })
  }

  # The load balancer compares paths as they are written; a node reads them. So what reads as an operator's path is refused here.
  rule {
    name     = "operator-paths"
    priority = 0

    action {
      block {
        custom_response {
          response_code            = 404
          custom_response_body_key = "not-found"
        }
      }
    }

    statement {
      or_statement {
        dynamic "statement" {
          for_each = local.operator_paths

          content {
            byte_match_statement {
              search_string         = statement.value
              positional_constraint = "STARTS_WITH"

              field_to_match {
                uri_path {}
              }

              text_transformation {
                priority = 0
                type     = "URL_DECODE"
              }

              text_transformation {
                priority = 1
                type     = "NORMALIZE_PATH"
              }
            }
          }
        }
      }
    }

    visibility_config {
      metric_name                = "${var.name}-operator-paths"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  # Nothing served has two dots in its path, and servers differ in what they make of `..;` or of a backslash before them.
  rule {
    name     = "parent-paths"
    priority = 10

    action {
      block {
        custom_response {
          response_code            = 404
          custom_response_body_key = "not-found"
        }
      }
    }

    statement {
      byte_match_statement {
        search_string         = ".."
        positional_constraint = "CONTAINS"

        field_to_match {
          uri_path {}
        }

        text_transformation {
          priority = 0
          type     = "URL_DECODE"
        }
      }
    }

    visibility_config {
      metric_name                = "${var.name}-parent-paths"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "rate"
    priority = 20

    action {
      block {
        custom_response {
          response_code            = 429
          custom_response_body_key = "too-many-requests"
        }
      }
    }

    statement {
      rate_based_statement {
        limit                 = var.rate_limit
        evaluation_window_sec = 300
        aggregate_key_type    = "IP"
      }
    }

    visibility_config {
      metric_name                = "${var.name}-rate"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  dynamic "rule" {
    for_each = local.managed_priorities

    content {
      name     = rule.key
      priority = rule.value

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          name        = rule.key
          vendor_name = "AWS"

          dynamic "rule_action_override" {
            for_each = local.counted[rule.key]

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }

          dynamic "rule_action_override" {
            for_each = local.refused[rule.key]

            content {
              name = rule_action_override.value

              action_to_use {
                block {
                  custom_response {
                    response_code            = 403
                    custom_response_body_key = "forbidden"
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        metric_name                = "${var.name}-${rule.key}"
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    metric_name                = var.name
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
  }
}

data "aws_caller_identity" "this" {}

data "aws_iam_policy_document" "log_key" {
  #checkov:skip=CKV_AWS_109:A key's policy is about that key only; without the account's own line nobody could manage it.
  #checkov:skip=CKV_AWS_111:As above.
  #checkov:skip=CKV_AWS_356:As above.
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.this.account_id}:root"]
    }
  }

  statement {
    sid       = "Logs"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.us-east-1.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = ["arn:aws:logs:us-east-1:${data.aws_caller_identity.this.account_id}:log-group:aws-waf-logs-${var.name}"]
    }
  }
}

# The environment's own key is in the service's region, and this log cannot be.
resource "aws_kms_key" "log" {
  provider = aws.us_east_1

  description             = "${var.name}: the firewall's log"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.log_key.json
}

resource "aws_kms_alias" "log" {
  provider = aws.us_east_1

  name          = "alias/${var.name}-waf"
  target_key_id = aws_kms_key.log.key_id
}

resource "aws_cloudwatch_log_group" "waf" {
  #checkov:skip=CKV_AWS_338:How long is the environment's to say; staging needs no year.
  provider = aws.us_east_1

  # AWS WAF writes to no log group that is not called so.
  name              = "aws-waf-logs-${var.name}"
  kms_key_id        = aws_kms_key.log.arn
  retention_in_days = var.log_retention_days
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  provider = aws.us_east_1

  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.waf.arn]

  # What is let through unremarked is in CloudFront's log already.
  logging_filter {
    default_behavior = "DROP"

    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"

      condition {
        action_condition {
          action = "BLOCK"
        }
      }

      condition {
        action_condition {
          action = "COUNT"
        }
      }

      condition {
        action_condition {
          action = "EXCLUDED_AS_COUNT"
        }
      }
    }
  }

  # Where tokens are.
  redacted_fields {
    single_header {
      name = "authorization"
    }
  }

  redacted_fields {
    single_header {
      name = "x-token"
    }
  }

  redacted_fields {
    query_string {}
  }
}
