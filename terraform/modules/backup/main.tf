data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition

  # A copy is encrypted with the key of the vault that it goes to, of which only region and account are known here.
  copy_vault = var.copy_vault_arn == null ? [] : split(":", var.copy_vault_arn)
  keys = concat(
    [var.kms_key_arn],
    var.copy_vault_arn == null ? [] : ["arn:${local.partition}:kms:${local.copy_vault[3]}:${local.copy_vault[4]}:key/*"],
  )
}

resource "aws_backup_vault" "this" {
  name          = var.name
  kms_key_arn   = var.kms_key_arn
  force_destroy = var.force_destroy
}

# Whoever may delete the database, by mistake or not, can't delete its backups with it: the lock has to be taken off first.
resource "aws_backup_vault_lock_configuration" "this" {
  count = var.force_destroy ? 0 : 1

  backup_vault_name  = aws_backup_vault.this.name
  min_retention_days = var.retention_days
}

# The database's own backups reach any second of the last days, but are gone with it and stay in its region. These remain.
resource "aws_backup_plan" "this" {
  name = var.name

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.this.name
    schedule          = "cron(0 5 * * ? *)" # UTC; clear of RDS's own windows for backup and maintenance.
    start_window      = 60
    completion_window = 480

    lifecycle {
      delete_after = var.retention_days
    }

    dynamic "copy_action" {
      for_each = var.copy_vault_arn == null ? [] : [var.copy_vault_arn]

      content {
        destination_vault_arn = copy_action.value

        lifecycle {
          delete_after = var.retention_days
        }
      }
    }
  }
}

resource "aws_backup_selection" "this" {
  name         = var.name
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.this.arn
  resources    = var.resource_arns

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_event_rule" "failure" {
  name        = "${var.name}-backup-failure"
  description = "A backup of ${var.name}, or a copy of one, did not come about"

  event_pattern = jsonencode({
    source      = ["aws.backup"]
    detail-type = ["Backup Job State Change", "Copy Job State Change"]
    detail = {
      state = ["ABORTED", "EXPIRED", "FAILED"]
      # Jobs name the vault by the one, copies by the other.
      "$or" = [
        { backupVaultArn = [aws_backup_vault.this.arn] },
        { sourceBackupVaultArn = [aws_backup_vault.this.arn] },
      ]
    }
  })
}

resource "aws_cloudwatch_event_target" "failure" {
  rule = aws_cloudwatch_event_rule.failure.name
  arn  = var.notification_topic_arn
}
