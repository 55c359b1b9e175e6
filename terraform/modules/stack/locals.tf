locals {
  artifact_bucket = { name = var.artifact_bucket, arn = "arn:aws:s3:::${var.artifact_bucket}" }

  application_database = {
    address    = module.database.address
    port       = module.database.port
    name       = module.database.name
    secret_arn = module.database.application_secret_arn
  }
}
