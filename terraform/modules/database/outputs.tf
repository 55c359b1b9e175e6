output "arn" {
  description = "The primary, by ARN."
  value       = aws_db_instance.this.arn
}

output "identifier" {
  description = "The primary, by identifier."
  value       = aws_db_instance.this.identifier
}

output "address" {
  description = "Host name of the primary, whichever zone it is in."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Port of primary and replicas."
  value       = aws_db_instance.this.port
}

output "name" {
  description = "The database in it."
  value       = aws_db_instance.this.db_name
}

output "master_secret_arn" {
  description = "Secret with the master's name and password, which RDS makes and rotates."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "application_secret_arn" {
  description = "Secret for the service's role; made without a value."
  value       = aws_secretsmanager_secret.application.arn
}

output "monitor_secret_arn" {
  description = "Secret for the exporter's role; made without a value."
  value       = aws_secretsmanager_secret.monitor.arn
}

output "replica_addresses" {
  description = "Host names of the replicas."
  value       = aws_db_instance.replica[*].address
}

output "replica_identifiers" {
  description = "The replicas, by identifier."
  value       = aws_db_instance.replica[*].identifier
}
