variable "name" {
  description = "Prefix of every name, such as hashpost-staging."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,42}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 44 lower-case letters, digits and hyphens, and start with a letter."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts the vault."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:", var.kms_key_arn))
    error_message = "The key must be given by the ARN of a KMS key."
  }
}

variable "resource_arns" {
  description = "RDS instances to back up, by ARN."
  type        = list(string)

  validation {
    condition     = length(var.resource_arns) > 0 && alltrue([for arn in var.resource_arns : can(regex("^arn:[a-z-]+:rds:[a-z0-9-]+:[0-9]{12}:db:", arn))])
    error_message = "Name at least one RDS instance by its ARN; the role made here may back up nothing else."
  }
}

variable "retention_days" {
  description = "Days for which a backup is kept, and cannot be deleted."
  type        = number
  default     = 35

  validation {
    condition     = var.retention_days >= 7 && var.retention_days <= 3650 && floor(var.retention_days) == var.retention_days
    error_message = "Backups must be kept for a whole number of days, 7 to 3650."
  }
}

variable "copy_vault_arn" {
  description = "Vault in another region or account that each backup is copied to; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.copy_vault_arn == null || can(regex("^arn:[a-z-]+:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:", var.copy_vault_arn))
    error_message = "The vault for copies must be given by the ARN of a backup vault."
  }
}

variable "notification_topic_arn" {
  description = "SNS topic that is told of backups that failed; its policy must let events.amazonaws.com publish."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:sns:", var.notification_topic_arn))
    error_message = "The topic must be given by the ARN of an SNS topic."
  }
}

variable "force_destroy" {
  description = "Whether destroying the environment may delete its backups with it; the vault is not locked then."
  type        = bool
  default     = false
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the role made here; a deployment by the deploy role must name the one of bootstrap."
  type        = string
  default     = null
}
