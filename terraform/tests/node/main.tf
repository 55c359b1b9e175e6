# As much around the module as it needs to be applied to an emulated AWS.
terraform {
  required_version = ">= 1.11.4, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = { Project = "hashpost", Environment = "test" }
  }
}

variable "artifacts" {
  description = "SHA-256 of war, payara and tools."
  type        = map(string)
}

variable "database_port" {
  description = "Where PostgreSQL listens on this machine."
  type        = number
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  count = 2

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = ["eu-central-1a", "eu-central-1b"][count.index]
}

resource "aws_security_group" "this" {
  name   = "service"
  vpc_id = aws_vpc.this.id
}

resource "aws_lb_target_group" "this" {
  name     = "service"
  vpc_id   = aws_vpc.this.id
  port     = 8080
  protocol = "HTTP"
}

resource "aws_kms_key" "this" {}

resource "aws_s3_bucket" "artifact" {
  bucket = "hashpost-artifacts"
}

resource "aws_secretsmanager_secret" "application" {
  name = "application"
}

module "service" {
  source = "../../modules/service"

  name                     = "hashpost-test"
  subnet_ids               = aws_subnet.this[*].id
  security_group_ids       = [aws_security_group.this.id]
  target_group_arn         = aws_lb_target_group.this.arn
  load_balancer_arn_suffix = "app/hashpost/0123456789abcdef"
  target_group_arn_suffix  = aws_lb_target_group.this.arn_suffix
  artifact_bucket          = { name = aws_s3_bucket.artifact.bucket, arn = aws_s3_bucket.artifact.arn }
  artifact_kms_key_arn     = aws_kms_key.this.arn
  kms_key_arn              = aws_kms_key.this.arn
  war_key                  = "war/${var.artifacts.war}.war"
  war_sha256               = var.artifacts.war
  payara_key               = "payara/${var.artifacts.payara}.jar"
  payara_sha256            = var.artifacts.payara
  tools_key                = "tools/${var.artifacts.tools}.tar.gz"
  tools_sha256             = var.artifacts.tools
  heap_mib                 = 256
  payara_files = {
    for file in ["jvm.options", "preboot.asadmin", "logging.properties", "Prepare.java"] :
    file => file("${path.module}/../../../src/main/payara/${file}")
  }
  database = {
    address    = "localhost"
    port       = var.database_port
    name       = "hashpost"
    secret_arn = aws_secretsmanager_secret.application.arn
  }
  workspace = {
    arn              = "arn:aws:aps:eu-central-1:123456789012:workspace/ws-test"
    remote_write_url = "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-test/api/v1/remote_write"
  }
  rollback_alarm_names = ["hashpost-test-errors"]
}
