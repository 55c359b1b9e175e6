output "state_bucket" {
  description = "Bucket for the states: name, arn."
  value       = { name = aws_s3_bucket.state.id, arn = aws_s3_bucket.state.arn }
}

output "state_kms_key_arn" {
  description = "Key of the states."
  value       = aws_kms_key.state.arn
}

output "artifact_bucket" {
  description = "Bucket for WARs, Payara Micro, tools and Grafana: name, arn."
  value       = { name = aws_s3_bucket.artifact.id, arn = aws_s3_bucket.artifact.arn }

  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_server_side_encryption_configuration.artifact, aws_s3_bucket_versioning.this]
}

output "artifact_kms_key_arn" {
  description = "Key of the artifacts."
  value       = aws_kms_key.artifact.arn
}

output "backend" {
  description = "What an environment's backend is configured with: a file for terraform init -backend-config."
  value       = local.backend

  # A state must not get there before its guards.
  depends_on = [
    aws_s3_bucket_policy.this,
    aws_s3_bucket_server_side_encryption_configuration.state,
    aws_s3_bucket_versioning.this,
  ]
}

output "own_backend" {
  description = "A file backend_override.tf, with which this root keeps its own state in the bucket."
  value       = <<-EOT
    terraform {
      backend "s3" {
        key          = "bootstrap/terraform.tfstate"
        ${indent(4, trimspace(local.backend))}
      }
    }
  EOT

  depends_on = [
    aws_s3_bucket_policy.this,
    aws_s3_bucket_server_side_encryption_configuration.state,
    aws_s3_bucket_versioning.this,
  ]
}

output "runtime_boundary_arn" {
  description = "Policy that must bound every role that an environment makes."
  value       = aws_iam_policy.runtime_boundary.arn
}

output "plan_role_arn" {
  description = "Role of workflows that plan; null without a repository."
  value       = one(aws_iam_role.plan[*].arn)
}

output "deploy_role_arn" {
  description = "Role of workflows that deploy; null without a repository."
  value       = one(aws_iam_role.deploy[*].arn)
}

output "environment" {
  description = "What an environment must know of the account: a file account.auto.tfvars."
  value       = <<-EOT
    # Written by bin/bootstrap.
    artifact_bucket          = "${aws_s3_bucket.artifact.id}"
    artifact_kms_key_arn     = "${aws_kms_key.artifact.arn}"
    permissions_boundary_arn = "${aws_iam_policy.runtime_boundary.arn}"
    region                   = "${var.region}"
  EOT
}
