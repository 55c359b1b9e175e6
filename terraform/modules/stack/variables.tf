variable "environment" {
  type        = string
  description = "Which of the deployments this is; all names begin with it."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.environment))
    error_message = "The environment is 2 to 16 lower-case letters, digits and hyphens, the first a letter: names of AWS must hold it."
  }
}

variable "domain_name" {
  type        = string
  description = "The name that users ask for, such as hashpost.example.org."

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "The domain name is a full host name in lower case, without https:// and without a slash."
  }

  validation {
    condition     = endswith(var.domain_name, var.zone_name)
    error_message = "The domain name must lie in the zone."
  }
}

variable "zone_name" {
  type        = string
  description = "The public Route 53 zone of this account that the domain name lies in."
}

variable "artifact_bucket" {
  type        = string
  description = "The bucket that bootstrap made for WARs and what runs them."
}

variable "artifact_kms_key_arn" {
  type        = string
  description = "The key of that bucket."
}

variable "permissions_boundary_arn" {
  type        = string
  description = "The policy that bounds every role made here, as bootstrap makes it."
}

variable "war_key" {
  type        = string
  description = "A release: the WAR's key in the artifact bucket."
}

variable "war_sha256" {
  type        = string
  description = "A release: the SHA-256 of that WAR, in hex; a node starts nothing else."
}

variable "payara_key" {
  type        = string
  description = "Payara Micro's key in the artifact bucket."
}

variable "payara_sha256" {
  type        = string
  description = "The SHA-256 of that, in hex."
}

variable "tools_key" {
  type        = string
  description = "Key of the archive with Prometheus and the exporters, as bin/build-tools makes it."
}

variable "tools_sha256" {
  type        = string
  description = "The SHA-256 of that, in hex."
}

variable "grafana_key" {
  type        = string
  description = "Key of Grafana's own archive for linux-arm64."
}

variable "grafana_sha256" {
  type        = string
  description = "The SHA-256 of that, in hex."
}

variable "network" {
  type = object({
    cidr_block          = optional(string, "10.20.0.0/16")
    nat_gateway_count   = optional(number, 0)
    endpoint_zone_count = optional(number, 3)
  })
  description = "The addresses of the VPC, in how many zones it has interface endpoints, and how many NAT gateways (none are needed)."
  default     = {}
}

variable "database" {
  type = object({
    instance_class            = optional(string, "db.m7g.large")
    allocated_storage_gib     = optional(number, 400)
    max_allocated_storage_gib = optional(number, 4000)
    multi_az                  = optional(bool, true)
    backup_retention_days     = optional(number, 14)
    replica_count             = optional(number, 0)
    free_storage_alarm_gib    = optional(number, 10)
  })
  description = "The size of PostgreSQL, and with how little free storage it raises an alarm. From 400 GiB on gp3 has 12,000 operations a second without extra pay."
  default     = {}
}

variable "nodes" {
  type = object({
    instance_type       = optional(string, "c7g.large")
    min                 = optional(number, 3)
    max                 = optional(number, 12)
    heap_mib            = optional(number, 1024)
    requests_per_target = optional(number, 300000)
  })
  description = "The nodes of the service: how large, how few, how many, and after how many requests a minute and node another one is started."
  default     = {}

  validation {
    condition     = var.nodes.min >= 2 && var.nodes.max >= var.nodes.min
    error_message = "At least two nodes, and no fewer at most than at least: one alone can't be replaced without a request lost."
  }
}

variable "rate_limit" {
  type        = number
  description = "Requests that one address may make in five minutes before the WAF answers 429 for it."
  default     = 300000
}

variable "page_emails" {
  type        = list(string)
  description = "Whom alerts wake that break a promise to users or lose data."

  validation {
    condition     = length(var.page_emails) > 0
    error_message = "Somebody must be told when the service is down: give an address at least."
  }
}

variable "ticket_emails" {
  type        = list(string)
  description = "Whom all other alerts tell."
  default     = []
}

variable "backup" {
  type = object({
    retention_days = optional(number, 35)
    copy_vault_arn = optional(string)
  })
  description = "How long AWS Backup keeps its daily copies of the database, and a vault elsewhere that gets them too."
  default     = {}
}

variable "log_retention_days" {
  type        = number
  description = "How long logs are kept."
  default     = 365
}

variable "protected" {
  type        = bool
  description = "Whether database, load balancer and buckets refuse to be deleted. To take an environment down, apply with false first. After that, a destroy leaves no last snapshot, and takes all backups of the database with it, for good."
  default     = true
}
