variable "region" {
  type        = string
  description = "Where the service runs: where bootstrap made the buckets. `bin/bootstrap` sets it."
}

variable "account_ids" {
  type        = list(string)
  description = "The only accounts that this may be applied to."
  default     = null
}

variable "domain_name" {
  type        = string
  description = "The name that users ask for."
}

variable "zone_name" {
  type        = string
  description = "The public Route 53 zone that the domain name lies in."
}

variable "artifact_bucket" {
  type        = string
  description = "The bucket that bootstrap made for artifacts."
}

variable "artifact_kms_key_arn" {
  type        = string
  description = "The key of that bucket."
}

variable "permissions_boundary_arn" {
  type        = string
  description = "The policy of bootstrap that bounds every role made here."
}

variable "war_key" {
  type        = string
  description = "A release: the WAR's key in the artifact bucket. `bin/deploy` sets it."
}

variable "war_sha256" {
  type        = string
  description = "A release: the SHA-256 of that WAR. `bin/deploy` sets it."
}

variable "payara_key" {
  type        = string
  description = "Payara Micro's key in the artifact bucket."
}

variable "payara_sha256" {
  type        = string
  description = "The SHA-256 of Payara Micro."
}

variable "tools_key" {
  type        = string
  description = "Key of the archive with Prometheus and the exporters."
}

variable "tools_sha256" {
  type        = string
  description = "The SHA-256 of that archive."
}

variable "grafana_key" {
  type        = string
  description = "Key of Grafana's archive for linux-arm64."
}

variable "grafana_sha256" {
  type        = string
  description = "The SHA-256 of that archive."
}

variable "page_emails" {
  type        = list(string)
  description = "Whom alerts wake."
}

variable "ticket_emails" {
  type        = list(string)
  description = "Whom all other alerts tell."
  default     = []
}

variable "protected" {
  type        = bool
  description = "Whether database, load balancer and buckets refuse to be deleted. Once false is applied, a destroy leaves no last snapshot, and takes all backups of the database with it, for good."
  default     = true
}
