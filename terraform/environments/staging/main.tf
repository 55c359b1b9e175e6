module "hashpost" {
  source = "../../modules/stack"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  environment              = "staging"
  domain_name              = var.domain_name
  zone_name                = var.zone_name
  artifact_bucket          = var.artifact_bucket
  artifact_kms_key_arn     = var.artifact_kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  war_key                  = var.war_key
  war_sha256               = var.war_sha256
  payara_key               = var.payara_key
  payara_sha256            = var.payara_sha256
  tools_key                = var.tools_key
  tools_sha256             = var.tools_sha256
  grafana_key              = var.grafana_key
  grafana_sha256           = var.grafana_sha256
  page_emails              = var.page_emails
  ticket_emails            = var.ticket_emails
  protected                = var.protected

  # As small as it can be with everything in it: one database without a standby, endpoints in one zone.
  network = {
    cidr_block          = "10.21.0.0/16"
    endpoint_zone_count = 1
  }
  database = {
    instance_class            = "db.t4g.medium"
    allocated_storage_gib     = 20
    max_allocated_storage_gib = 100
    multi_az                  = false
    backup_retention_days     = 7
    free_storage_alarm_gib    = 4
  }
  nodes = {
    instance_type = "t4g.medium"
    min           = 2
    max           = 4
    heap_mib      = 512
  }
  backup             = { retention_days = 14 }
  log_retention_days = 30
}
