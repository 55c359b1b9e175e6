provider "aws" {
  region = var.region

  default_tags {
    tags = {
      Project   = "hashpost"
      ManagedBy = "terraform/bootstrap"
    }
  }
}
