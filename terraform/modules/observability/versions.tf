terraform {
  required_version = ">= 1.11.4, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
      # The metrics of CloudFront and Route 53 are in us-east-1 only, and so must be what watches them.
      configuration_aliases = [aws.us_east_1]
    }
  }
}
