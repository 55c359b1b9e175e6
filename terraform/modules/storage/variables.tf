variable "name" {
  description = "Prefix of every name, such as hashpost-staging."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 24 lower-case letters, digits and hyphens, and start with a letter: buckets add account and region to it, and may have 63 characters."
  }
}

variable "log_retention_days" {
  description = "Days for which access logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = var.log_retention_days >= 1 && var.log_retention_days <= 3653 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "Access logs must be kept for a whole number of days, 1 to 3653."
  }
}

variable "force_destroy" {
  description = "Whether destroying the environment may delete logs and configuration with it."
  type        = bool
  default     = false
}
