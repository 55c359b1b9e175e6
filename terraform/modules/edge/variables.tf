variable "name" {
  type        = string
  description = "What all names here begin with, such as hashpost-staging."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name is 3 to 32 lower-case letters, digits and hyphens, since a load balancer's name holds no more."
  }
}

variable "domain_name" {
  type        = string
  description = "The name that users ask for, such as hashpost.example.org. The load balancer is origin. before it."

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain_name)) && length(var.domain_name) <= 57
    error_message = "The domain name is a full host name in lower case, without https:// and a slash, of at most 57 characters: a certificate's name has 64, and seven are for origin. before it."
  }
}

variable "zone_id" {
  type        = string
  description = "The public Route 53 zone that the domain name lies in."
}

variable "vpc_id" {
  type        = string
  description = "The VPC of the load balancer and of its targets."
}

variable "subnet_ids" {
  type        = list(string)
  description = "Private subnets for the load balancer, one a zone."

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A load balancer needs subnets in at least two zones."
  }
}

variable "security_group_ids" {
  type        = list(string)
  description = "Security groups of the load balancer, which must let CloudFront in and nobody else from outside."

  validation {
    condition     = length(var.security_group_ids) > 0
    error_message = "Without a security group of its own the load balancer would get the VPC's default one."
  }
}

variable "log_bucket" {
  type = object({
    name        = string
    arn         = string
    domain_name = string
  })
  description = "Where the load balancer and CloudFront write who asked for what. It must allow access control lists: CloudFront writes by them."
}

variable "rate_limit" {
  type        = number
  description = "Requests that one address may make in five minutes before it gets 429."

  validation {
    condition     = var.rate_limit >= 100 && var.rate_limit <= 2000000000 && floor(var.rate_limit) == var.rate_limit
    error_message = "The rate limit is a whole number of requests, from 100 to 2,000,000,000."
  }
}

variable "deregistration_delay_seconds" {
  type        = number
  description = "How long running requests may take to end once a node is taken off the load balancer."
  default     = 30

  validation {
    condition     = var.deregistration_delay_seconds >= 10 && var.deregistration_delay_seconds <= 3600
    error_message = "The delay is 10 to 3600 seconds: with less than 10, slow bodies would be cut off by every release."
  }
}

variable "slow_start_seconds" {
  type        = number
  description = "How long a new node's share of the requests grows, while its JVM warms up; 0: the whole share at once."
  default     = 60

  validation {
    condition     = var.slow_start_seconds == 0 || (var.slow_start_seconds >= 30 && var.slow_start_seconds <= 900)
    error_message = "A slow start takes 30 to 900 seconds, or is off with 0."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether the load balancer refuses to be deleted."
  default     = true
}

variable "log_retention_days" {
  type        = number
  description = "How long the firewall's log is kept."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827 or more days, not for any number."
  }
}
