locals {
  name       = "hashpost-${var.environment}"
  repository = "${path.module}/../../.."
  monitoring = "${local.repository}/monitoring"

  payara_files = {
    for file in ["jvm.options", "preboot.asadmin", "logging.properties", "Prepare.java"] :
    file => file("${local.repository}/src/main/payara/${file}")
  }
  rule_files = {
    for file in fileset("${local.monitoring}/prometheus/rules", "*.yaml") :
    file => file("${local.monitoring}/prometheus/rules/${file}")
  }
  dashboards = {
    for file in fileset("${local.monitoring}/grafana/dashboards", "*.json") :
    file => file("${local.monitoring}/grafana/dashboards/${file}")
  }

  artifact_bucket = { name = var.artifact_bucket, arn = "arn:aws:s3:::${var.artifact_bucket}" }

  application_database = {
    address    = module.database.address
    port       = module.database.port
    name       = module.database.name
    secret_arn = module.database.application_secret_arn
  }
}

data "aws_route53_zone" "this" {
  name = var.zone_name
}

module "storage" {
  source = "../storage"

  name               = local.name
  log_retention_days = var.log_retention_days
  force_destroy      = !var.protected
}

module "network" {
  source = "../network"

  name                = local.name
  cidr_block          = var.network.cidr_block
  nat_gateway_count   = var.network.nat_gateway_count
  endpoint_zone_count = var.network.endpoint_zone_count
  kms_key_arn         = module.storage.kms_key_arn
  log_retention_days  = var.log_retention_days

  permissions_boundary_arn = var.permissions_boundary_arn
}

module "database" {
  source = "../database"

  name                      = local.name
  subnet_ids                = module.network.data_subnet_ids
  security_group_ids        = [module.network.security_group_ids.database]
  kms_key_arn               = module.storage.kms_key_arn
  instance_class            = var.database.instance_class
  allocated_storage_gib     = var.database.allocated_storage_gib
  max_allocated_storage_gib = var.database.max_allocated_storage_gib
  multi_az                  = var.database.multi_az
  backup_retention_days     = var.database.backup_retention_days
  replica_count             = var.database.replica_count
  deletion_protection       = var.protected
  skip_final_snapshot       = !var.protected
  log_retention_days        = var.log_retention_days
  permissions_boundary_arn  = var.permissions_boundary_arn
}

module "edge" {
  source = "../edge"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  name                = local.name
  domain_name         = var.domain_name
  zone_id             = data.aws_route53_zone.this.zone_id
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.private_subnet_ids
  security_group_ids  = [module.network.security_group_ids.load_balancer]
  log_bucket          = module.storage.log_bucket
  rate_limit          = var.rate_limit
  deletion_protection = var.protected
  log_retention_days  = var.log_retention_days
}

module "observability" {
  source = "../observability"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  name                     = local.name
  kms_key_arn              = module.storage.kms_key_arn
  rule_files               = local.rule_files
  alertmanager_config      = file("${local.monitoring}/alertmanager/alertmanager.yml")
  page_emails              = var.page_emails
  ticket_emails            = var.ticket_emails
  load_balancer_arn_suffix = module.edge.load_balancer_arn_suffix
  target_group_arn_suffix  = module.edge.target_group_arn_suffix
  database_identifiers     = concat([module.database.identifier], module.database.replica_identifiers)
  database_alarms          = { free_storage_gib = var.database.free_storage_alarm_gib }
  distribution_id          = module.edge.distribution_id
  health_check_id          = module.edge.health_check_id
  viewer_certificate_arns  = { viewer = module.edge.certificate_arn }
  log_retention_days       = var.log_retention_days
}

module "service" {
  source = "../service"

  name                     = local.name
  subnet_ids               = module.network.private_subnet_ids
  security_group_ids       = [module.network.security_group_ids.service]
  target_group_arn         = module.edge.target_group_arn
  load_balancer_arn_suffix = module.edge.load_balancer_arn_suffix
  target_group_arn_suffix  = module.edge.target_group_arn_suffix
  artifact_bucket          = local.artifact_bucket
  artifact_kms_key_arn     = var.artifact_kms_key_arn
  kms_key_arn              = module.storage.kms_key_arn
  war_key                  = var.war_key
  war_sha256               = var.war_sha256
  payara_key               = var.payara_key
  payara_sha256            = var.payara_sha256
  tools_key                = var.tools_key
  tools_sha256             = var.tools_sha256
  payara_files             = local.payara_files
  database                 = local.application_database
  workspace                = { arn = module.observability.workspace_arn, remote_write_url = module.observability.remote_write_url }
  rollback_alarm_names     = module.observability.rollback_alarm_names
  instance_type            = var.nodes.instance_type
  min_size                 = var.nodes.min
  max_size                 = var.nodes.max
  heap_mib                 = var.nodes.heap_mib
  requests_per_target      = var.nodes.requests_per_target
  log_retention_days       = var.log_retention_days
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "grafana" {
  source = "../grafana"

  name                     = local.name
  subnet_ids               = module.network.private_subnet_ids
  security_group_ids       = [module.network.security_group_ids.operations]
  kms_key_arn              = module.storage.kms_key_arn
  config_bucket            = module.storage.config_bucket
  artifact_bucket          = local.artifact_bucket
  artifact_kms_key_arn     = var.artifact_kms_key_arn
  grafana_key              = var.grafana_key
  grafana_sha256           = var.grafana_sha256
  tools_key                = var.tools_key
  tools_sha256             = var.tools_sha256
  dashboards               = local.dashboards
  origin_domain_name       = module.edge.origin_domain_name
  log_retention_days       = var.log_retention_days
  permissions_boundary_arn = var.permissions_boundary_arn
  workspace = {
    id               = module.observability.workspace_id
    arn              = module.observability.workspace_arn
    remote_write_url = module.observability.remote_write_url
    query_url        = module.observability.query_url
  }
  database = {
    address                = module.database.address
    port                   = module.database.port
    name                   = module.database.name
    master_secret_arn      = module.database.master_secret_arn
    application_secret_arn = module.database.application_secret_arn
    monitor_secret_arn     = module.database.monitor_secret_arn
    replica_addresses      = module.database.replica_addresses
  }
}

module "backup" {
  source = "../backup"

  name           = local.name
  kms_key_arn    = module.storage.kms_key_arn
  resource_arns  = [module.database.arn]
  retention_days = var.backup.retention_days
  copy_vault_arn = var.backup.copy_vault_arn
  force_destroy  = !var.protected

  notification_topic_arn   = module.observability.ticket_topic_arn
  permissions_boundary_arn = var.permissions_boundary_arn
}
