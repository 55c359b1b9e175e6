variable "name" {
  description = "Prefix of every name, such as hashpost-staging."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 32 lower-case letters, digits and hyphens, and start with a letter."
  }
}

variable "cidr_block" {
  description = "Addresses of the VPC."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr_block)) && try(tonumber(split("/", var.cidr_block)[1]) >= 16 && tonumber(split("/", var.cidr_block)[1]) <= 20, false)
    error_message = "The CIDR block must be IPv4 with a prefix of /16 to /20: the smallest of its subnets would be under AWS's least size otherwise."
  }
}

variable "interface_endpoints" {
  description = "AWS services that the instances reach by an interface endpoint, by their short names."
  type        = set(string)
  default = [
    "aps-workspaces",
    "autoscaling",
    "ec2messages",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "ssm",
    "ssmmessages",
    "sts",
  ]

  validation {
    condition     = alltrue([for service in var.interface_endpoints : can(regex("^[a-z0-9.-]+$", service))]) && !contains(var.interface_endpoints, "s3")
    error_message = "Name each service by its short name, such as logs; s3 has a gateway endpoint, which costs nothing."
  }
}

variable "endpoint_zone_count" {
  description = "Zones in which each interface endpoint has an address: it is paid for by each, and one zone's failure takes a single one away."
  type        = number
  default     = 3

  validation {
    condition     = contains([1, 2, 3], var.endpoint_zone_count)
    error_message = "The number of zones with endpoints must be 1, 2 or 3."
  }
}

variable "nat_gateway_count" {
  description = "NAT gateways, each in a zone of its own. With 0, the instances cannot reach the internet at all."
  type        = number
  default     = 0

  validation {
    condition     = contains([0, 1, 2, 3], var.nat_gateway_count)
    error_message = "The number of NAT gateways must be 0, 1, 2 or 3."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts the flow log."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "The key must be given by the ARN of a KMS key."
  }
}

variable "log_retention_days" {
  description = "Days for which the flow log is kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "The retention must be one of the numbers of days that CloudWatch Logs knows, such as 30, 90 or 365."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the roles made here; a deployment by the deploy role must name the one of bootstrap."
  type        = string
  default     = null
}
