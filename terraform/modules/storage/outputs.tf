output "kms_key_arn" {
  description = "The environment's key, by ARN."
  value       = aws_kms_key.this.arn
}

output "kms_key_id" {
  description = "The environment's key, by id."
  value       = aws_kms_key.this.key_id
}

output "log_bucket" {
  description = "Bucket for the access logs of load balancer, CloudFront and buckets: name, arn, domain_name."
  value = {
    name        = aws_s3_bucket.log.id
    arn         = aws_s3_bucket.log.arn
    domain_name = aws_s3_bucket.log.bucket_domain_name
  }

  # Load balancer and CloudFront try to write as soon as they are told of it.
  depends_on = [aws_s3_bucket_acl.log, aws_s3_bucket_policy.log]
}

output "config_bucket" {
  description = "Bucket for what the operations instance runs on: name, arn."
  value = {
    name = aws_s3_bucket.config.id
    arn  = aws_s3_bucket.config.arn
  }

  depends_on = [
    aws_s3_bucket_policy.config,
    aws_s3_bucket_server_side_encryption_configuration.config,
    aws_s3_bucket_versioning.config,
  ]
}
