variable "name" {
  description = "The instance's identifier, and prefix of every name, such as hashpost-staging."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.name)) && length(var.name) >= 3 && length(var.name) <= 40
    error_message = "The name must have 3 to 40 lower-case letters, digits and single hyphens, start with a letter and not end with a hyphen."
  }
}

variable "subnet_ids" {
  description = "Subnets of the data tier, in at least two zones."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A Multi-AZ database needs subnets in at least two zones."
  }
}

variable "security_group_ids" {
  description = "Security groups of the database."
  type        = list(string)

  validation {
    condition     = length(var.security_group_ids) >= 1
    error_message = "Without a security group of its own the database would get the default one of the VPC, which is closed."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts storage, backups, insights, logs and secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "The key must be given by the ARN of a KMS key."
  }
}

variable "engine_version" {
  description = "PostgreSQL's version: 17, of which AWS brings the minor ones in the maintenance window, or one of those, such as 17.6, to stay at."
  type        = string
  default     = "17"

  validation {
    condition     = can(regex("^17(\\.[0-9]+)?$", var.engine_version))
    error_message = "The engine version must be 17 or a minor version of it, such as 17.6: the service is tested on no other."
  }
}

variable "instance_class" {
  description = "Instance class of the database and its replicas."
  type        = string
  default     = "db.r7g.large"

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", var.instance_class))
    error_message = "The instance class must look like db.r7g.large."
  }
}

variable "allocated_storage_gib" {
  description = "GiB of gp3 storage to begin with; from 400 on it has four times the throughput."
  type        = number
  default     = 100

  validation {
    condition     = var.allocated_storage_gib >= 20 && var.allocated_storage_gib <= 65536
    error_message = "RDS takes 20 to 65536 GiB of gp3 storage."
  }
}

variable "max_allocated_storage_gib" {
  description = "GiB up to which the storage grows by itself."
  type        = number
  default     = 1000

  validation {
    condition     = var.max_allocated_storage_gib >= var.allocated_storage_gib * 1.1
    error_message = "The storage must be able to grow: RDS wants its bound at least a tenth above what is allocated."
  }
}

variable "multi_az" {
  description = "Whether a standby in another zone takes over when the database fails."
  type        = bool
  default     = true
}

variable "backup_retention_days" {
  description = "Days to any second of which the database can be restored."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 35
    error_message = "Backups must be kept for 7 to 35 days: what goes wrong on a Friday is found on a Monday."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the database and its replicas."
  type        = bool
  default     = true
}

variable "skip_final_snapshot" {
  description = "Whether deleting the database leaves no snapshot and no backups behind."
  type        = bool
  default     = false

  validation {
    condition     = !(var.skip_final_snapshot && var.deletion_protection)
    error_message = "A database that is protected from deletion must leave a final snapshot when it is deleted all the same."
  }
}

variable "replica_count" {
  description = "Read replicas."
  type        = number
  default     = 0

  validation {
    condition     = var.replica_count >= 0 && var.replica_count <= 15 && floor(var.replica_count) == var.replica_count
    error_message = "RDS allows 0 to 15 read replicas."
  }
}

variable "apply_immediately" {
  description = "Whether changes that restart the database are made at once and not in the maintenance window."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "Days for which the database's logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "The retention must be one of the numbers of days that CloudWatch Logs knows, such as 30, 90 or 365."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the role made here; a deployment by the deploy role must name the one of bootstrap."
  type        = string
  default     = null
}
