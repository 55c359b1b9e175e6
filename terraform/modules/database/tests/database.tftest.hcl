mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  # Documents keep their blocks under mocks, but make no JSON.
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }

  mock_resource "aws_db_instance" {
    defaults = {
      arn                = "arn:aws:rds:eu-central-1:123456789012:db:mock"
      address            = "mock.rds.amazonaws.com"
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mock-abc123", secret_status = "active", kms_key_id = "key" }]
    }
  }
}

variables {
  name               = "hashpost-test"
  subnet_ids         = ["subnet-1", "subnet-2", "subnet-3"]
  security_group_ids = ["sg-1"]
  kms_key_arn        = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  replica_count      = 2
}

run "defaults" {
  # Everything is encrypted with the key.
  assert {
    condition     = alltrue([for instance in concat([aws_db_instance.this], aws_db_instance.replica) : instance.storage_encrypted && instance.kms_key_id == var.kms_key_arn && instance.performance_insights_enabled && instance.performance_insights_kms_key_id == var.kms_key_arn])
    error_message = "Storage and insights of primary and replicas have the key."
  }

  assert {
    condition     = aws_db_instance.this.master_user_secret_kms_key_id == var.kms_key_arn && alltrue([for secret in [aws_secretsmanager_secret.application, aws_secretsmanager_secret.monitor] : secret.kms_key_id == var.kms_key_arn])
    error_message = "Secrets have the key."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.this : group.kms_key_id == var.kms_key_arn && group.retention_in_days == 365])
    error_message = "Logs have the key and a retention."
  }

  assert {
    condition = toset(values(aws_cloudwatch_log_group.this)[*].name) == toset([
      "/aws/rds/instance/hashpost-test/postgresql",
      "/aws/rds/instance/hashpost-test/upgrade",
      "/aws/rds/instance/hashpost-test-replica-1/postgresql",
      "/aws/rds/instance/hashpost-test-replica-1/upgrade",
      "/aws/rds/instance/hashpost-test-replica-2/postgresql",
      "/aws/rds/instance/hashpost-test-replica-2/upgrade",
    ])
    error_message = "Each exported log has its group before RDS makes one without a key."
  }

  # No password is known to Terraform.
  assert {
    condition     = aws_db_instance.this.manage_master_user_password == true && aws_db_instance.this.password == null
    error_message = "RDS makes and keeps the master's password."
  }

  assert {
    condition     = aws_db_instance.this.iam_database_authentication_enabled
    error_message = "Roles can log in by IAM."
  }

  # Nobody outside reaches it.
  assert {
    condition     = !anytrue(concat([aws_db_instance.this], aws_db_instance.replica)[*].publicly_accessible)
    error_message = "No instance has a public address."
  }

  assert {
    condition     = alltrue([for instance in concat([aws_db_instance.this], aws_db_instance.replica) : instance.vpc_security_group_ids == toset(["sg-1"])])
    error_message = "Primary and replicas are in the database's security group."
  }

  # Parameters.
  assert {
    condition = tomap({ for parameter in aws_db_parameter_group.this.parameter : parameter.name => parameter.value }) == tomap({
      "checkpoint_timeout"                  = "900"
      "idle_in_transaction_session_timeout" = "60000"
      "log_error_verbosity"                 = "terse"
      "log_lock_waits"                      = "1"
      "log_min_duration_statement"          = "500"
      "log_parameter_max_length"            = "0"
      "log_statement"                       = "none"
      "max_wal_size"                        = "4096"
      "rds.force_ssl"                       = "1"
      "shared_preload_libraries"            = "pg_stat_statements"
      "synchronous_commit"                  = "on"
      "track_io_timing"                     = "1"
    })
    error_message = "A parameter was changed: durability, TLS and that no message and no password is logged hang on them."
  }

  assert {
    condition     = alltrue([for instance in concat([aws_db_instance.this], aws_db_instance.replica) : instance.parameter_group_name == aws_db_parameter_group.this.name])
    error_message = "Primary and replicas have the same parameters: a replica becomes the primary."
  }

  # It survives a zone and a mistake.
  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.backup_retention_period == 14 && aws_db_instance.this.copy_tags_to_snapshot
    error_message = "By default there is a standby, and two weeks of backups."
  }

  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot && !aws_db_instance.this.delete_automated_backups
    error_message = "By default nothing deletes it, and what remains is a snapshot and its backups."
  }

  assert {
    condition     = startswith(aws_db_instance.this.final_snapshot_identifier, "hashpost-test-final-2")
    error_message = "The last snapshot has a name that no other has."
  }

  assert {
    condition     = aws_db_instance.this.storage_type == "gp3" && aws_db_instance.this.max_allocated_storage > aws_db_instance.this.allocated_storage
    error_message = "The storage is gp3, and grows."
  }

  # It is watched.
  assert {
    condition     = alltrue([for instance in concat([aws_db_instance.this], aws_db_instance.replica) : instance.monitoring_interval == 15 && instance.monitoring_role_arn == aws_iam_role.monitoring.arn && instance.enabled_cloudwatch_logs_exports == toset(["postgresql", "upgrade"])])
    error_message = "Primary and replicas have enhanced monitoring and export their logs."
  }

  # Replicas follow the primary.
  assert {
    condition     = output.replica_identifiers == ["hashpost-test-replica-1", "hashpost-test-replica-2"] && alltrue([for replica in aws_db_instance.replica : replica.replicate_source_db == "hashpost-test"])
    error_message = "As many replicas as asked for, of the primary."
  }

  # Minor versions come by themselves.
  assert {
    condition     = aws_db_instance.this.engine_version == "17" && alltrue(concat([aws_db_instance.this], aws_db_instance.replica)[*].auto_minor_version_upgrade)
    error_message = "By default AWS brings minor versions, and no plan wants to go back."
  }

  assert {
    condition     = aws_db_instance.this.allow_major_version_upgrade != true
    error_message = "A major version does not come by itself."
  }
}

run "a_pinned_version_stays" {
  variables {
    engine_version = "17.6"
  }

  assert {
    condition     = aws_db_instance.this.engine_version == "17.6" && !anytrue(concat([aws_db_instance.this], aws_db_instance.replica)[*].auto_minor_version_upgrade)
    error_message = "AWS leaves a pinned version alone."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    name                      = "hashpost--test"
    subnet_ids                = ["subnet-1"]
    security_group_ids        = []
    kms_key_arn               = "key"
    engine_version            = "16.9"
    instance_class            = "r7g.large"
    max_allocated_storage_gib = 100
    backup_retention_days     = 0
    replica_count             = 16
    log_retention_days        = 10
  }

  expect_failures = [
    var.name,
    var.subnet_ids,
    var.security_group_ids,
    var.kms_key_arn,
    var.engine_version,
    var.instance_class,
    var.max_allocated_storage_gib,
    var.backup_retention_days,
    var.replica_count,
    var.log_retention_days,
  ]
}

run "refuses_to_keep_too_little_storage" {
  command = plan

  variables {
    allocated_storage_gib = 10
  }

  expect_failures = [var.allocated_storage_gib]
}

run "refuses_protection_without_a_snapshot" {
  command = plan

  variables {
    deletion_protection = true
    skip_final_snapshot = true
  }

  expect_failures = [var.skip_final_snapshot]
}
