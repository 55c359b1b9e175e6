data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  # A version that is pinned and then raised by AWS would be a plan that wants to go back, which RDS refuses.
  upgrade_automatically = !strcontains(var.engine_version, ".")

  replica_identifiers = [for n in range(var.replica_count) : "${var.name}-replica-${n + 1}"]

  # Made beforehand: RDS would make them without a key, and keep them for ever.
  log_groups = {
    for pair in setproduct(concat([var.name], local.replica_identifiers), ["postgresql", "upgrade"]) :
    "${pair[0]}/${pair[1]}" => "/aws/rds/instance/${pair[0]}/${pair[1]}"
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.log_groups

  name              = each.value
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Data tier of ${var.name}"
  subnet_ids  = var.subnet_ids
}

data "aws_iam_policy_document" "monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

resource "aws_iam_role" "monitoring" {
  name                 = "${var.name}-rds-monitoring"
  assume_role_policy   = data.aws_iam_policy_document.monitoring_trust.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_db_instance" "this" {
  # checkov:skip=CKV_AWS_226:On, unless a minor version is asked for to stay at.
  identifier     = var.name
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = var.instance_class
  multi_az       = var.multi_az

  db_name                       = "hashpost"
  username                      = "hashpost_admin"
  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.kms_key_arn

  iam_database_authentication_enabled = true
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"

  storage_type          = "gp3"
  allocated_storage     = var.allocated_storage_gib
  max_allocated_storage = var.max_allocated_storage_gib
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = var.security_group_ids
  publicly_accessible    = false
  port                   = 5432

  parameter_group_name        = aws_db_parameter_group.this.name
  auto_minor_version_upgrade  = local.upgrade_automatically
  allow_major_version_upgrade = false
  apply_immediately           = var.apply_immediately

  # UTC. The backup comes first, so that a maintenance that goes wrong has one right before it.
  backup_window            = "02:00-03:00"
  maintenance_window       = "sun:03:30-sun:04:30"
  backup_retention_period  = var.backup_retention_days
  delete_automated_backups = var.skip_final_snapshot
  copy_tags_to_snapshot    = true

  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = var.skip_final_snapshot
  final_snapshot_identifier = "${var.name}-final-${formatdate("YYYYMMDDhhmmss", plantimestamp())}"

  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = 7
  monitoring_interval                   = 15
  monitoring_role_arn                   = aws_iam_role.monitoring.arn

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy_attachment.monitoring]

  lifecycle {
    # Of when the database was made, so that the snapshot of its successor has another name.
    ignore_changes = [final_snapshot_identifier]
  }
}

resource "aws_db_instance" "replica" {
  # checkov:skip=CKV_AWS_226:As above.
  # checkov:skip=CKV_AWS_133:What it has is the primary's, which is backed up.
  # checkov:skip=CKV_AWS_157:It is itself what is left when a zone goes; there is another in the next zone.
  count = var.replica_count

  identifier          = local.replica_identifiers[count.index]
  replicate_source_db = aws_db_instance.this.identifier
  instance_class      = var.instance_class

  iam_database_authentication_enabled = true
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"

  storage_type          = "gp3"
  max_allocated_storage = var.max_allocated_storage_gib
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  vpc_security_group_ids = var.security_group_ids
  publicly_accessible    = false

  parameter_group_name       = aws_db_parameter_group.this.name
  auto_minor_version_upgrade = local.upgrade_automatically
  apply_immediately          = var.apply_immediately
  maintenance_window         = "sun:05:00-sun:06:00"

  backup_retention_period = 0
  copy_tags_to_snapshot   = true
  deletion_protection     = var.deletion_protection
  skip_final_snapshot     = true

  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.kms_key_arn
  performance_insights_retention_period = 7
  monitoring_interval                   = 15
  monitoring_role_arn                   = aws_iam_role.monitoring.arn

  depends_on = [aws_cloudwatch_log_group.this]
}
