locals {
  tags = {
    Project     = "hashpost"
    Environment = "staging"
    ManagedBy   = "terraform"
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = var.account_ids

  default_tags {
    tags = local.tags
  }
}

# For what belongs to CloudFront, which knows no other region.
provider "aws" {
  alias               = "us_east_1"
  region              = "us-east-1"
  allowed_account_ids = var.account_ids

  default_tags {
    tags = local.tags
  }
}
