# What RDS lets nobody change, and the service relies on: fsync and full_page_writes are on.
resource "aws_db_parameter_group" "this" {
  name        = "${var.name}-postgres17"
  family      = "postgres17"
  description = "PostgreSQL 17 for ${var.name}"

  # Passwords and messages travel under TLS or not at all.
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  # A 201 is sent after the commit: off would break its promise, and so would a session's default of off.
  parameter {
    name  = "synchronous_commit"
    value = "on"
  }

  # Which statements take the time, for Performance Insights and for us. Loaded at the start only.
  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements"
    apply_method = "pending-reboot"
  }

  # Tells waiting for the disk from working, in the same places. The clock of these instances is cheap to read.
  parameter {
    name  = "track_io_timing"
    value = "1"
  }

  # Milliseconds. The objective for posts is 200 at the 99th percentile, and the service gives a statement up after 1,500: what
  # is logged is worth a look, and comes before the failure.
  parameter {
    name  = "log_min_duration_statement"
    value = "500"
  }

  # What a slow statement carries is a message: it does not belong into a log.
  parameter {
    name  = "log_parameter_max_length"
    value = "0"
  }

  # A refused row's detail is the row. Terse leaves out DETAIL, and keeps what happened and where.
  parameter {
    name  = "log_error_verbosity"
    value = "terse"
  }

  # Not ddl: alter role ... password is logged as it was sent.
  parameter {
    name  = "log_statement"
    value = "none"
  }

  # A line when a lock was waited for longer than a second, which is before the service gives up.
  parameter {
    name  = "log_lock_waits"
    value = "1"
  }

  # Milliseconds. The service's transactions take some; one that somebody forgot holds its locks and keeps vacuum from cleaning
  # up. The alert PostgresLongTransaction is at five minutes, so that it means something else.
  parameter {
    name  = "idle_in_transaction_session_timeout"
    value = "60000"
  }

  # Seconds, and MB below. Digests are random, so that after a checkpoint nearly every insert writes a whole page of the index
  # to the log once more: fewer checkpoints, less log. The price is a longer recovery after a crash, a minute or so.
  parameter {
    name  = "checkpoint_timeout"
    value = "900"
  }

  parameter {
    name  = "max_wal_size"
    value = "4096"
  }

  lifecycle {
    create_before_destroy = true
  }
}
