locals {
  # AWS's own policy CachingDisabled, which has this id in every account.
  uncached = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"

  # CloudFront remembers an error for 10 s where the answer does not forbid it, and its own ones always. A digest that is not held
  # now may be posted next.
  errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]
}

resource "aws_cloudfront_vpc_origin" "this" {
  vpc_origin_endpoint_config {
    name                   = var.name
    arn                    = aws_lb.this.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = "https-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }

  # There must be somebody to answer before anybody asks, and nobody asking before it goes.
  depends_on = [aws_lb_listener.https]
}

resource "aws_cloudfront_cache_policy" "messages" {
  name    = "${var.name}-messages"
  comment = "A message for as long as its Cache-Control says, a copy for each form"

  # Nothing is kept that does not say how long it may be.
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_gzip   = true
    enable_accept_encoding_brotli = false

    # A token that is no good must be 401, also where the same message is held for those who have none.
    headers_config {
      header_behavior = "whitelist"

      headers {
        items = ["Accept", "Authorization", "X-Token"]
      }
    }

    cookies_config {
      cookie_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_origin_request_policy" "this" {
  name    = var.name
  comment = "Everything but Host, which must be the origin's, and cookies, of which there are none"

  headers_config {
    header_behavior = "allExcept"

    headers {
      items = ["host"]
    }
  }

  cookies_config {
    cookie_behavior = "none"
  }

  query_strings_config {
    query_string_behavior = "all"
  }
}

resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259:It wants preload too, which is a promise for the whole domain, and its owner's to make.
  name    = var.name
  comment = "What only who ends TLS can promise, and what must be on CloudFront's own answers too"

  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
    }

    content_type_options {
      override = true
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_305:There is no file to be the root; / is answered by the service.
  #checkov:skip=CKV_AWS_310:All regions but this one lack the database; another origin would have nothing to serve.
  #checkov:skip=CKV2_AWS_47:The web ACL has the rules against Log4Shell, in a dynamic block that checkov does not look into; a test holds it.
  #checkov:skip=CKV_AWS_374:The service is for everybody.
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  aliases         = [var.domain_name]
  web_acl_id      = aws_wafv2_web_acl.this.arn

  origin {
    origin_id   = "load-balancer"
    domain_name = local.origin_domain_name

    vpc_origin_config {
      vpc_origin_id            = aws_cloudfront_vpc_origin.this.id
      origin_keepalive_timeout = 50
      origin_read_timeout      = 60
    }
  }

  default_cache_behavior {
    target_origin_id           = "load-balancer"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = local.uncached
    origin_request_policy_id   = aws_cloudfront_origin_request_policy.this.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
    # The service does, and says so in a strong ETag, which CloudFront would have to weaken.
    compress = false
  }

  # Only what is read is cached: a PUT or a DELETE goes through.
  ordered_cache_behavior {
    path_pattern               = "/messages/*"
    target_origin_id           = "load-balancer"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = aws_cloudfront_cache_policy.messages.id
    origin_request_policy_id   = aws_cloudfront_origin_request_policy.this.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
    compress                   = false
  }

  dynamic "custom_error_response" {
    for_each = toset(local.errors)

    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.viewer.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }

  logging_config {
    bucket          = var.log_bucket.domain_name
    prefix          = "cloudfront/"
    include_cookies = false
  }
}
