variable "name" {
  description = "Prefix of every name, such as hashpost-staging."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 32 lower-case letters, digits and hyphens, and start with a letter."
  }
}

variable "subnet_ids" {
  description = "Private subnets for the nodes, one a zone."
  type        = list(string)

  validation {
    condition     = length(distinct(var.subnet_ids)) >= 2
    error_message = "Give subnets of two zones at least: nodes in one zone alone end with it."
  }
}

variable "security_group_ids" {
  description = "Security groups of the nodes."
  type        = list(string)

  validation {
    condition     = length(var.security_group_ids) > 0
    error_message = "Give a security group: without one a node gets the VPC's default one."
  }
}

variable "target_group_arn" {
  description = "The target group that the nodes join."
  type        = string
}

variable "load_balancer_arn_suffix" {
  description = "The load balancer as CloudWatch names it, such as app/hashpost/0123456789abcdef."
  type        = string
}

variable "target_group_arn_suffix" {
  description = "The target group as CloudWatch names it, such as targetgroup/hashpost/0123456789abcdef."
  type        = string
}

variable "artifact_bucket" {
  description = "The bucket with WAR, Payara Micro and tools."
  type        = object({ name = string, arn = string })
}

variable "artifact_kms_key_arn" {
  description = "The key that bucket is encrypted with."
  type        = string
}

variable "kms_key_arn" {
  description = "The environment's key, for volumes, logs and the database's secret."
  type        = string
}

variable "war_key" {
  description = "A release, first half: the WAR's key in the artifact bucket, under war/."
  type        = string

  validation {
    condition     = can(regex("^war/[A-Za-z0-9._/-]+$", var.war_key))
    error_message = "The WAR's key must begin with war/, where alone a node may read it, and have only letters, digits, dots, hyphens, underscores and slashes."
  }
}

variable "war_sha256" {
  description = "A release, second half: the SHA-256 of that WAR. A node runs no other."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{64}$", var.war_sha256))
    error_message = "The SHA-256 of the WAR must be 64 lower-case hex characters, as sha256sum prints them."
  }
}

variable "payara_key" {
  description = "Payara Micro's key in the artifact bucket, under payara/."
  type        = string

  validation {
    condition     = can(regex("^payara/[A-Za-z0-9._/-]+$", var.payara_key))
    error_message = "Payara Micro's key must begin with payara/, where alone a node may read it, and have only letters, digits, dots, hyphens, underscores and slashes."
  }
}

variable "payara_sha256" {
  description = "The SHA-256 of Payara Micro."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{64}$", var.payara_sha256))
    error_message = "The SHA-256 of Payara Micro must be 64 lower-case hex characters, as sha256sum prints them."
  }
}

variable "payara_files" {
  description = "What the service relies on when Payara Micro is started, by file name: the files of src/main/payara."
  type        = map(string)

  validation {
    condition     = toset(keys(var.payara_files)) == toset(["jvm.options", "preboot.asadmin", "logging.properties", "Prepare.java"])
    error_message = "Give jvm.options, preboot.asadmin, logging.properties and Prepare.java, and nothing else: these are what a node starts with."
  }
}

variable "tools_key" {
  description = "Key of the archive with Prometheus and the exporters, under tools/."
  type        = string

  validation {
    condition     = can(regex("^tools/[A-Za-z0-9._/-]+$", var.tools_key))
    error_message = "The tools' key must begin with tools/, where alone a node may read it, and have only letters, digits, dots, hyphens, underscores and slashes."
  }
}

variable "tools_sha256" {
  description = "The SHA-256 of that archive."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{64}$", var.tools_sha256))
    error_message = "The SHA-256 of the tools must be 64 lower-case hex characters, as sha256sum prints them."
  }
}

variable "database" {
  description = "Where PostgreSQL is, and the secret {\"username\", \"password\"} to log in with. It is a host name that its certificate must have."
  type = object({
    address    = string
    port       = number
    name       = string
    secret_arn = string
  })

  validation {
    condition     = can(regex("^[A-Za-z0-9_]+$", var.database.name))
    error_message = "The database's name must be letters, digits and underscores, since it stands in a URL."
  }
}

variable "workspace" {
  description = "The workspace of Amazon Managed Prometheus that nodes write to."
  type        = object({ arn = string, remote_write_url = string })

  validation {
    condition     = can(regex("^https?://[^ ]+/api/v1/remote_write$", var.workspace.remote_write_url))
    error_message = "The URL to write to must be the workspace's endpoint with api/v1/remote_write at its end."
  }
}

variable "instance_type" {
  description = "What a node runs on: Graviton."
  type        = string
  default     = "c7g.large"

  validation {
    condition     = can(regex("^[a-z]+[0-9]+g[a-z]*\\.", var.instance_type))
    error_message = "The instance type must be Graviton (arm64), such as c7g.large: image and tools are built for that."
  }
}

variable "min_size" {
  description = "Nodes at least."
  type        = number
  default     = 3

  validation {
    condition     = var.min_size >= 2
    error_message = "At least two nodes: one alone takes the service with it when it fails."
  }
}

variable "max_size" {
  description = "Nodes at most, but for those that stand in for others during a release."
  type        = number
  default     = 12

  validation {
    condition     = var.max_size >= var.min_size
    error_message = "At most can't be fewer than at least: max_size is below min_size."
  }
}

variable "heap_mib" {
  description = "Heap of the service's JVM. A quarter of it is for cached messages. The service may have three quarters of a node's memory, and takes some 500 MiB beside the heap."
  type        = number
  default     = 1024

  validation {
    condition     = var.heap_mib >= 256 && floor(var.heap_mib) == var.heap_mib
    error_message = "The heap must be a whole number of MiB, 256 at least: with less the largest messages do not fit."
  }
}

variable "requests_per_target" {
  description = "Requests a node and minute, above which nodes are added."
  type        = number
  default     = 300000

  validation {
    condition     = var.requests_per_target > 0
    error_message = "The requests per node and minute must be a number above 0."
  }
}

variable "cpu_target_percent" {
  description = "Average use of the processors, above which nodes are added."
  type        = number
  default     = 60

  validation {
    condition     = var.cpu_target_percent >= 10 && var.cpu_target_percent <= 90
    error_message = "The use of the processors to aim at must be 10 to 90 percent."
  }
}

variable "drain_seconds" {
  description = "How long a node that stops goes on serving while it says that it is not ready. Longer than the load balancer takes to see that."
  type        = number
  default     = 15

  validation {
    condition     = var.drain_seconds >= 0 && var.drain_seconds <= 20 && floor(var.drain_seconds) == var.drain_seconds
    error_message = "The drain must be a whole number of seconds from 0 to 20: the service takes no other."
  }
}

variable "rollback_alarm_names" {
  description = "CloudWatch alarms that have a release rolled back when one of them goes off while it is rolled out."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.rollback_alarm_names) <= 10
    error_message = "An instance refresh watches ten alarms at most."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the nodes' role, as bootstrap makes it. Null: none."
  type        = string
  default     = null
}
