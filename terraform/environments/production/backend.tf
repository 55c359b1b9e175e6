terraform {
  # Bucket, region and key are the account's: bootstrap writes them down, `terraform init -backend-config=../backend.hcl` reads them.
  backend "s3" {
    key          = "production/terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
