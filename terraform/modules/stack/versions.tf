terraform {
  required_version = ">= 1.11.4, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
      # CloudFront, its certificate, its WAF and its alarms live in us-east-1, whatever the service's own region.
      configuration_aliases = [aws.us_east_1]
    }
  }
}
