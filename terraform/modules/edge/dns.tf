resource "aws_route53_record" "viewer" {
  for_each = toset(["A", "AAAA"])

  zone_id = var.zone_id
  name    = var.domain_name
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}

# In the public zone, as the certificate's name must be; the addresses it gives are private ones.
resource "aws_route53_record" "origin" {
  zone_id = var.zone_id
  name    = local.origin_domain_name
  type    = "A"

  alias {
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
    evaluate_target_health = true
  }
}

# The whole way, as a user goes it: name, CloudFront, load balancer, node, database.
resource "aws_route53_health_check" "this" {
  reference_name    = var.name
  type              = "HTTPS"
  fqdn              = var.domain_name
  port              = 443
  resource_path     = "/api/health"
  request_interval  = 30
  failure_threshold = 3
  enable_sni        = true
  measure_latency   = true

  tags = { Name = var.name }
}
