variable "name" {
  type        = string
  description = "What all names here begin with, such as hashpost-staging."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name is 3 to 32 lower-case letters, digits and hyphens."
  }
}

variable "subnet_ids" {
  type        = list(string)
  description = "Private subnets, in one of which the instance is."

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Give subnets in at least two zones: when one fails, the instance is made in the other."
  }
}

variable "security_group_ids" {
  type        = list(string)
  description = "Security groups of the instance. Nothing needs to come in."

  validation {
    condition     = length(var.security_group_ids) > 0
    error_message = "Without a security group of its own the instance would get the VPC's default one."
  }
}

variable "kms_key_arn" {
  type        = string
  description = "The environment's key."
}

variable "config_bucket" {
  type = object({
    name = string
    arn  = string
  })
  description = "Where the instance gets scripts, settings and dashboards from."
}

variable "artifact_bucket" {
  type = object({
    name = string
    arn  = string
  })
  description = "Where it gets programs from."
}

variable "artifact_kms_key_arn" {
  type        = string
  description = "The key of that bucket."
}

variable "grafana_key" {
  type        = string
  description = "Grafana's own archive for linux-arm64 in the artifact bucket, as a tar.gz, of a version from 10 on whose Prometheus data source still signs with SigV4."
}

variable "grafana_sha256" {
  type        = string
  description = "The SHA-256 of that, in hex; anything else is not unpacked."

  validation {
    condition     = can(regex("^[0-9a-f]{64}$", var.grafana_sha256))
    error_message = "A SHA-256 is 64 lower-case hex digits."
  }
}

variable "tools_key" {
  type        = string
  description = "The archive with Prometheus and its exporters in the artifact bucket."
}

variable "tools_sha256" {
  type        = string
  description = "The SHA-256 of that, in hex; anything else is not unpacked."

  validation {
    condition     = can(regex("^[0-9a-f]{64}$", var.tools_sha256))
    error_message = "A SHA-256 is 64 lower-case hex digits."
  }
}

variable "workspace" {
  type = object({
    id               = string
    arn              = string
    remote_write_url = string
    query_url        = string
  })
  description = "The workspace of Amazon Managed Prometheus."
}

variable "dashboards" {
  type        = map(string)
  description = "Grafana's dashboards: file name to content."

  validation {
    condition     = length(var.dashboards) > 0 && alltrue([for name in keys(var.dashboards) : can(regex("^[a-z0-9_-]+\\.json$", name))])
    error_message = "There is at least one dashboard, and each is called like overview.json."
  }

  validation {
    condition     = alltrue([for content in values(var.dashboards) : can(jsondecode(content).uid)])
    error_message = "A dashboard is JSON with a uid: without one, each change of it would be another dashboard."
  }
}

variable "database" {
  type = object({
    address                = string
    port                   = number
    name                   = string
    master_secret_arn      = string
    application_secret_arn = string
    monitor_secret_arn     = string
    replica_addresses      = optional(list(string), [])
  })
  description = "The database whose roles are made and that is watched, and the secrets of its roles; those of application and monitoring are written."
}

variable "origin_domain_name" {
  type        = string
  description = "The load balancer's name, for the probe from within."
}

variable "instance_type" {
  type        = string
  description = "A Graviton type with 2 GiB at least."
  default     = "t4g.small"

  validation {
    condition     = can(regex("^[a-z]+[0-9]+g[a-z]*\\.[a-z0-9]+$", var.instance_type)) && !endswith(var.instance_type, ".nano") && !endswith(var.instance_type, ".micro")
    error_message = "The programs are built for Graviton (a type such as t4g.small), and do not fit into nano and micro."
  }
}

variable "log_retention_days" {
  type        = number
  description = "How long the instance's logs are kept."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827 or more days, not for any number."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the role made here; a deployment by the deploy role must name the one of bootstrap."
  type        = string
  default     = null
}
