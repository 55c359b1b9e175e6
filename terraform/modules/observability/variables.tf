variable "name" {
  type        = string
  description = "What all names here begin with, such as hashpost-staging."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name is 3 to 32 lower-case letters, digits and hyphens."
  }
}

variable "kms_key_arn" {
  type        = string
  description = "The environment's key. It must let Prometheus, CloudWatch and its logs use it."
}

variable "rule_files" {
  type        = map(string)
  description = "Prometheus' rule files: name to content."

  validation {
    condition     = length(var.rule_files) > 0 && alltrue([for name in keys(var.rule_files) : can(regex("^[a-z0-9_-]+\\.ya?ml$", name))])
    error_message = "There is at least one rule file, and each is called like service.yaml: what is before the dot becomes its name in AWS."
  }

  validation {
    condition     = alltrue([for content in values(var.rule_files) : can(yamldecode(content).groups[0].rules[0])])
    error_message = "A rule file is YAML with groups, and rules in them."
  }
}

variable "alertmanager_config" {
  type        = string
  description = "The project's alertmanager.yml as text. Routes and inhibitions are taken as they are; what its receivers are is replaced by SNS topics."

  validation {
    condition     = can(yamldecode(var.alertmanager_config).route.receiver)
    error_message = "The configuration is YAML with a route that names a receiver."
  }

  validation {
    condition = can(yamldecode(var.alertmanager_config).receivers) ? alltrue([
      for receiver in yamldecode(var.alertmanager_config).receivers : contains(["page", "ticket", "watchdog", "nobody"], receiver.name)
    ]) : false
    error_message = "The receivers are page, ticket, watchdog and nobody: for another one there is no topic."
  }
}

variable "page_emails" {
  type        = set(string)
  description = "Whom to wake. Each address gets a letter to confirm."
  default     = []

  validation {
    condition     = alltrue([for address in var.page_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "An address has one @ and no space."
  }
}

variable "ticket_emails" {
  type        = set(string)
  description = "Whom to tell of what waits for the morning."
  default     = []

  validation {
    condition     = alltrue([for address in var.ticket_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "An address has one @ and no space."
  }
}

variable "load_balancer_arn_suffix" {
  type        = string
  description = "How CloudWatch names the load balancer: app/…"
}

variable "target_group_arn_suffix" {
  type        = string
  description = "How CloudWatch names its targets: targetgroup/…"
}

variable "database_identifiers" {
  type        = list(string)
  description = "All instances of the database, replicas too."

  validation {
    condition     = length(var.database_identifiers) > 0
    error_message = "There is at least one database to watch."
  }
}

variable "database_alarms" {
  type = object({
    cpu_percent           = optional(number, 80)
    free_storage_gib      = optional(number, 10)
    free_memory_mib       = optional(number, 256)
    connections           = optional(number, 300)
    disk_queue            = optional(number, 20)
    replica_lag_seconds   = optional(number, 30)
    used_transaction_ids  = optional(number, 1000000000)
    used_transaction_wake = optional(number, 1800000000)
  })
  description = "From where on each figure of the database is worth a ticket. `connections` belongs to the instance class: 80 % of its max_connections, as PostgresConnectionsHigh has it. At 2,100 million used transaction ids PostgreSQL stops to save the data; used_transaction_wake pages before that."
  default     = {}

  validation {
    condition     = var.database_alarms.cpu_percent > 0 && var.database_alarms.cpu_percent < 100
    error_message = "The CPU is a percentage between 0 and 100."
  }

  validation {
    condition     = var.database_alarms.used_transaction_ids < var.database_alarms.used_transaction_wake && var.database_alarms.used_transaction_wake < 2000000000
    error_message = "The ticket for used transaction ids comes before the page, and that before 2,000 million, when it is too late."
  }
}

variable "latency_p99_seconds" {
  type        = number
  description = "The time that one request of a hundred may take before it pages. The objectives are stricter, and are watched by the rules; this holds while those can't be evaluated."
  default     = 1

  validation {
    condition     = var.latency_p99_seconds > 0 && var.latency_p99_seconds <= 60
    error_message = "The latency is above 0 and at most 60 seconds, at which the load balancer gives up."
  }
}

variable "distribution_id" {
  type        = string
  description = "The CloudFront distribution."
}

variable "health_check_id" {
  type        = string
  description = "Route 53's check of the whole way."
}

variable "viewer_certificate_arns" {
  type        = map(string)
  description = "Certificates in us-east-1 whose end is to be told of, under any names. No probe of ours sees the one that CloudFront shows."
  default     = {}
}

variable "log_retention_days" {
  type        = number
  description = "How long Prometheus' log of failed rules and notifications is kept."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827 or more days, not for any number."
  }
}
