# Without a value: the operations instance makes the roles and writes their passwords here, so that none is in Terraform's state.
# A prefix and not a name, since AWS keeps the name of a deleted secret for a week.
resource "aws_secretsmanager_secret" "application" {
  # checkov:skip=CKV2_AWS_57:Rotated by hand (modules/grafana/README.md), since the nodes must be replaced after it.
  name_prefix             = "${var.name}-database-application-"
  description             = "Name and password of the role that the service logs in with"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret" "monitor" {
  # checkov:skip=CKV2_AWS_57:As above.
  name_prefix             = "${var.name}-database-monitor-"
  description             = "Name and password of the role that the exporter logs in with"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 7
}
