output "url" {
  description = "Where users find the service."
  value       = "https://${var.domain_name}"
}

output "load_balancer_arn" {
  description = "The load balancer."
  value       = aws_lb.this.arn
}

output "load_balancer_arn_suffix" {
  description = "How CloudWatch names it."
  value       = aws_lb.this.arn_suffix
}

output "load_balancer_dns_name" {
  description = "AWS's name for it, which no certificate is for."
  value       = aws_lb.this.dns_name
}

output "origin_domain_name" {
  description = "Its name in the zone, with private addresses."
  value       = aws_route53_record.origin.name
}

output "target_group_arn" {
  description = "The nodes behind it. Known once it has its listener, without which a node would never get healthy."
  value       = aws_lb_target_group.this.arn
  depends_on  = [aws_lb_listener_rule.served]
}

output "target_group_arn_suffix" {
  description = "How CloudWatch names them."
  value       = aws_lb_target_group.this.arn_suffix
}

output "distribution_id" {
  description = "The CloudFront distribution."
  value       = aws_cloudfront_distribution.this.id
}

output "web_acl_arn" {
  description = "The firewall at CloudFront, in us-east-1."
  value       = aws_wafv2_web_acl.this.arn
}

output "health_check_id" {
  description = "Route 53's check of the whole way to the database."
  value       = aws_route53_health_check.this.id
}

output "certificate_arn" {
  description = "The certificate that users see, in us-east-1."
  value       = aws_acm_certificate_validation.viewer.certificate_arn
}
