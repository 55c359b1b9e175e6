# CloudFront takes certificates of us-east-1 only, a load balancer those of its own region.
resource "aws_acm_certificate" "viewer" {
  provider = aws.us_east_1

  domain_name       = var.domain_name
  validation_method = "DNS"
  key_algorithm     = "EC_prime256v1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "origin" {
  domain_name       = local.origin_domain_name
  validation_method = "DNS"
  key_algorithm     = "EC_prime256v1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "viewer_validation" {
  zone_id         = var.zone_id
  name            = one(aws_acm_certificate.viewer.domain_validation_options).resource_record_name
  type            = one(aws_acm_certificate.viewer.domain_validation_options).resource_record_type
  records         = [one(aws_acm_certificate.viewer.domain_validation_options).resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_route53_record" "origin_validation" {
  zone_id         = var.zone_id
  name            = one(aws_acm_certificate.origin.domain_validation_options).resource_record_name
  type            = one(aws_acm_certificate.origin.domain_validation_options).resource_record_type
  records         = [one(aws_acm_certificate.origin.domain_validation_options).resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "viewer" {
  provider = aws.us_east_1

  certificate_arn         = aws_acm_certificate.viewer.arn
  validation_record_fqdns = [aws_route53_record.viewer_validation.fqdn]
}

resource "aws_acm_certificate_validation" "origin" {
  certificate_arn         = aws_acm_certificate.origin.arn
  validation_record_fqdns = [aws_route53_record.origin_validation.fqdn]
}
