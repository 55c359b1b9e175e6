mock_provider "aws" {
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/hashpost-test/0123456789abcdef" }
  }
  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/hashpost-test/0123456789abcdef" }
  }
  mock_resource "aws_lb_listener" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/hashpost-test/0123456789abcdef/0123456789abcdef" }
  }
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
      domain_validation_options = [{
        domain_name           = "origin.hashpost.example.org"
        resource_record_name  = "_a.origin.hashpost.example.org."
        resource_record_type  = "CNAME"
        resource_record_value = "_b.acm-validations.aws."
      }]
    }
  }
  mock_resource "aws_acm_certificate_validation" {
    defaults = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000" }
  }
}

mock_provider "aws" {
  alias = "us_east_1"

  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
      domain_validation_options = [{
        domain_name           = "hashpost.example.org"
        resource_record_name  = "_a.hashpost.example.org."
        resource_record_type  = "CNAME"
        resource_record_value = "_b.acm-validations.aws."
      }]
    }
  }
  mock_resource "aws_acm_certificate_validation" {
    defaults = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000" }
  }
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/hashpost-test/00000000-0000-0000-0000-000000000000" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-hashpost-test" }
  }
}

override_data {
  target = data.aws_iam_policy_document.log_key
  values = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
}

override_data {
  target = data.aws_caller_identity.this
  values = { account_id = "123456789012" }
}

variables {
  name               = "hashpost-test"
  domain_name        = "hashpost.example.org"
  zone_id            = "Z0000000000000"
  vpc_id             = "vpc-00000000"
  subnet_ids         = ["subnet-00000001", "subnet-00000002", "subnet-00000003"]
  security_group_ids = ["sg-00000000"]
  log_bucket         = { name = "log", arn = "arn:aws:s3:::log", domain_name = "log.s3.eu-central-1.amazonaws.com" }
  rate_limit         = 300000
  log_retention_days = 30
}

run "edge" {
  assert {
    condition     = aws_lb.this.internal && aws_lb.this.drop_invalid_header_fields && aws_lb.this.enable_deletion_protection && aws_lb.this.access_logs[0].enabled
    error_message = "The load balancer must be internal, drop broken headers, be protected and logged."
  }

  assert {
    condition     = aws_lb.this.idle_timeout > one(aws_cloudfront_distribution.this.origin).vpc_origin_config[0].origin_keepalive_timeout && aws_lb.this.idle_timeout < 75
    error_message = "Idle connections must live longer the nearer they are to the node: CloudFront, load balancer, node (75 s)."
  }

  assert {
    condition     = aws_lb_listener.https.protocol == "HTTPS" && aws_lb_listener.https.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06" && aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "The load balancer must speak TLS 1.2 or 1.3, and redirect those who do not."
  }

  assert {
    condition = (aws_lb_listener.https.default_action[0].fixed_response[0].status_code == "404"
      && jsondecode(aws_lb_listener.https.default_action[0].fixed_response[0].message_body).type == "/problems/not-found"
    && length(aws_lb_listener.https.default_action[0].fixed_response[0].message_body) <= 1024)
    error_message = "What is not served must be a problem of the load balancer's own, which AWS takes up to 1024 characters."
  }

  assert {
    condition = toset(flatten([for rule in aws_lb_listener_rule.served : [for condition in rule.condition : condition.path_pattern[0].values]])) == toset([
      "/", "/api", "/api/*", "/messages", "/messages/*", "/openapi", "/openapi/*", "/.well-known/*"
    ])
    error_message = "Exactly what the contract offers users may reach a node."
  }

  assert {
    condition     = alltrue([for rule in aws_lb_listener_rule.served : length(flatten([for condition in rule.condition : tolist(condition.path_pattern[0].values)])) <= 5])
    error_message = "A rule of a load balancer has five patterns at most."
  }

  assert {
    condition     = aws_lb_target_group.this.health_check[0].path == "/health/ready" && aws_lb_target_group.this.health_check[0].interval * aws_lb_target_group.this.health_check[0].unhealthy_threshold <= 10
    error_message = "A node that drains must be seen within 10 seconds by its readiness: it serves on for 15."
  }

  assert {
    condition     = one(aws_cloudfront_vpc_origin.this.vpc_origin_endpoint_config).origin_protocol_policy == "https-only"
    error_message = "CloudFront must speak TLS with the load balancer."
  }

  assert {
    condition     = length([for origin in aws_cloudfront_distribution.this.origin : origin if length(origin.custom_origin_config) > 0]) == 0
    error_message = "CloudFront must reach the load balancer through the VPC and no other way."
  }

  assert {
    condition = (aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
      && aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
    && alltrue([for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : behavior.viewer_protocol_policy == "redirect-to-https"]))
    error_message = "Viewers must get TLS, and be redirected to it."
  }

  assert {
    condition = (aws_cloudfront_distribution.this.default_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    && [for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : behavior.path_pattern] == ["/messages/*"])
    error_message = "Only messages may be cached."
  }

  assert {
    condition = (aws_cloudfront_cache_policy.messages.default_ttl == 0 && aws_cloudfront_cache_policy.messages.min_ttl == 0
    && toset(one(one(aws_cloudfront_cache_policy.messages.parameters_in_cache_key_and_forwarded_to_origin).headers_config).headers[0].items) == toset(["Accept", "Authorization", "X-Token"]))
    error_message = "A message is kept as long as its Cache-Control says and no longer, apart for each form and each credential."
  }

  assert {
    condition = (alltrue([for response in aws_cloudfront_distribution.this.custom_error_response : response.error_caching_min_ttl == 0])
    && toset([for response in aws_cloudfront_distribution.this.custom_error_response : response.error_code]) == toset([400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]))
    error_message = "No error may be kept: what is not held now may be posted next."
  }

  assert {
    condition     = !aws_cloudfront_distribution.this.default_cache_behavior[0].compress && alltrue([for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : !behavior.compress])
    error_message = "CloudFront must not compress: it would weaken the ETags."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.web_acl_id == aws_wafv2_web_acl.this.arn && length(aws_cloudfront_distribution.this.logging_config) == 1
    error_message = "CloudFront must have the firewall and a log."
  }

  assert {
    condition = alltrue([for prefix in ["/metrics", "/health"] : contains(flatten([
      for rule in aws_wafv2_web_acl.this.rule : [for either in rule.statement[0].or_statement : [
        for part in either.statement : [for match in part.byte_match_statement : match.search_string
        if match.positional_constraint == "STARTS_WITH" && [for change in sort([for t in match.text_transformation : "${t.priority}${t.type}"]) : change] == ["0URL_DECODE", "1NORMALIZE_PATH"]]
      ]] if rule.name == "operator-paths" && try(length(rule.action[0].block), 0) == 1
    ]), prefix)])
    error_message = "What reads as /metrics or /health must be refused, however it is written."
  }

  assert {
    condition = anytrue(flatten([for rule in aws_wafv2_web_acl.this.rule : [
      for match in rule.statement[0].byte_match_statement : match.search_string == ".." && match.positional_constraint == "CONTAINS"
    ] if length(rule.action) == 1 && rule.priority < 20]))
    error_message = "A path with two dots must be refused."
  }

  assert {
    condition = alltrue([for group in ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAmazonIpReputationList"] :
    anytrue([for rule in aws_wafv2_web_acl.this.rule : rule.name == group && length(rule.override_action[0].none) == 1 if length(rule.override_action) == 1])])
    error_message = "AWS's rules must be in force."
  }

  assert {
    condition = length(flatten([for rule in aws_wafv2_web_acl.this.rule : [for group in rule.statement[0].managed_rule_group_statement : [
      for override in group.rule_action_override : override.name
      if length(override.action_to_use[0].block) == 1 && length(regexall("(?i)_BODY$|_QUERY", override.name)) > 0
    ]]])) == 0
    error_message = "No rule may block what is in a body or a query: a message, and what is looked for, is any text."
  }

  assert {
    condition = alltrue([for name in [
      "SizeRestrictions_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "CrossSiteScripting_BODY", "JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"
      ] : contains(flatten([for rule in aws_wafv2_web_acl.this.rule : [for group in rule.statement[0].managed_rule_group_statement : [
        for override in group.rule_action_override : override.name if length(override.action_to_use[0].count) == 1
    ]]]), name)])
    error_message = "Every rule on bodies must only count."
  }

  assert {
    condition = alltrue([for name in ["RestrictedExtensions_URIPATH", "CrossSiteScripting_URIPATH"] : contains(flatten([
      for rule in aws_wafv2_web_acl.this.rule : [for group in rule.statement[0].managed_rule_group_statement : [
        for override in group.rule_action_override : override.name if length(override.action_to_use[0].count) == 1
    ]]]), name)])
    error_message = "A path that is no digest must be 404, which the service says, whatever it looks like."
  }

  assert {
    condition = anytrue(flatten([for rule in aws_wafv2_web_acl.this.rule : [
      for rate in rule.statement[0].rate_based_statement : rate.limit == 300000 && rate.aggregate_key_type == "IP"
    ]]))
    error_message = "The rate of an address must be bounded."
  }

  assert {
    condition     = aws_cloudwatch_log_group.waf.kms_key_id == aws_kms_key.log.arn && aws_kms_key.log.enable_key_rotation && aws_cloudwatch_log_group.waf.retention_in_days == 30
    error_message = "The firewall's log must be encrypted and end."
  }

  assert {
    condition = (toset(flatten([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : [for header in field.single_header : header.name]])) == toset(["authorization", "x-token"])
    && anytrue([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : length(field.query_string) == 1]))
    error_message = "No token may get into the log."
  }

  assert {
    condition     = aws_route53_health_check.this.fqdn == "hashpost.example.org" && aws_route53_health_check.this.resource_path == "/api/health" && aws_route53_health_check.this.type == "HTTPS"
    error_message = "The health check must go the way of users."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    domain_name                  = "https://hashpost.example.org/"
    name                         = "hashpost-production-of-the-second-kind"
    subnet_ids                   = ["subnet-00000001"]
    security_group_ids           = []
    rate_limit                   = 1
    deregistration_delay_seconds = 0
    slow_start_seconds           = 10
    log_retention_days           = 31
  }

  expect_failures = [
    var.domain_name,
    var.name,
    var.subnet_ids,
    var.security_group_ids,
    var.rate_limit,
    var.deregistration_delay_seconds,
    var.slow_start_seconds,
    var.log_retention_days,
  ]
}
