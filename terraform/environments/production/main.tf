module "hashpost" {
  source = "../../modules/stack"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  environment              = "production"
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

  database = {
    instance_class        = "db.m7g.large"
    allocated_storage_gib = 400
  }
  nodes = {
    instance_type = "c7g.large"
    min           = 3
    max           = 12
    heap_mib      = 1024
  }
  backup = { copy_vault_arn = var.copy_vault_arn }
}
