variable "region" {
  description = "Region of states, artifacts and environments."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be one of AWS's, such as eu-central-1."
  }
}

variable "github_repository" {
  description = "Repository whose workflows may plan and deploy, as owner/name; null: none, and no roles for it."
  type        = string
  default     = null

  validation {
    condition     = var.github_repository == null || can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "The repository must be written as owner/name, without wildcards: it decides who may deploy."
  }
}

variable "github_environments" {
  description = "GitHub environments whose jobs may deploy. Who must approve is a setting of theirs."
  type        = set(string)
  default     = ["staging", "production"]

  validation {
    condition     = length(var.github_environments) > 0 && alltrue([for environment in var.github_environments : can(regex("^[A-Za-z0-9_-]+$", environment))])
    error_message = "Name at least one environment, each without wildcards: it decides who may deploy."
  }
}

variable "artifact_retention_days" {
  description = "Days for which a replaced or deleted artifact can be had back."
  type        = number
  default     = 365

  validation {
    condition     = var.artifact_retention_days >= 30 && floor(var.artifact_retention_days) == var.artifact_retention_days
    error_message = "Replaced artifacts must be kept for a whole number of days, 30 or more: a rollback needs them."
  }
}
