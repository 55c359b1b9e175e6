terraform {
  required_version = ">= 1.11.4, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
      # What belongs to CloudFront lives in us-east-1, wherever the service is.
      configuration_aliases = [aws.us_east_1]
    }
  }
}
