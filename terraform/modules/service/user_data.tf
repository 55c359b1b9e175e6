locals {
  hook_name = "depart"

  # All that differs between environments and releases. Values are checked where they come in: none needs quoting.
  node_environment = {
    AWS_REGION             = local.region
    AWS_DEFAULT_REGION     = local.region
    ARTIFACT_BUCKET        = var.artifact_bucket.name
    WAR_KEY                = var.war_key
    WAR_SHA256             = var.war_sha256
    PAYARA_KEY             = var.payara_key
    PAYARA_SHA256          = var.payara_sha256
    TOOLS_KEY              = var.tools_key
    TOOLS_SHA256           = var.tools_sha256
    DATABASE_ADDRESS       = var.database.address
    DATABASE_PORT          = var.database.port
    DATABASE_NAME          = var.database.name
    DATABASE_SECRET_ARN    = var.database.secret_arn
    HEAP_MIB               = var.heap_mib
    HTTP_PORT              = 8080
    HASHPOST_DRAIN_SECONDS = var.drain_seconds
    AUTOSCALING_GROUP      = var.name
    LIFECYCLE_HOOK         = local.hook_name
    REMOTE_WRITE_URL       = var.workspace.remote_write_url
  }

  cloudwatch_agent = {
    agent = { run_as_user = "cwagent" }
    logs = {
      force_flush_interval = 5
      logs_collected = {
        files = {
          collect_list = [
            for file in ["hashpost", "node"] : {
              file_path       = "/var/log/hashpost/${file}.log"
              log_group_name  = aws_cloudwatch_log_group.this.name
              log_stream_name = "{instance_id}/${file}"
            }
          ]
        }
      }
    }
  }

  scripts = ["agent", "depart", "ended", "fetch", "prepare", "set-up", "start"]
  units   = ["hashpost.service", "hashpost-departure.service", "node-exporter.service", "prometheus.service"]

  # Terraform does not read certificates; a region without a file is refused by the launch template.
  database_ca_file = "${path.module}/rds-ca/${local.region}.pem"

  files = concat(
    [for name in local.scripts : {
      path        = "/opt/hashpost/bin/${name}"
      permissions = "0755"
      content     = file("${path.module}/node/${name}")
    }],
    [for name in local.units : {
      path        = "/etc/systemd/system/${name}"
      permissions = "0644"
      content     = file("${path.module}/node/${name}")
    }],
    [for name, content in var.payara_files : {
      path        = "/opt/hashpost/conf/${name}"
      permissions = "0644"
      content     = content
    }],
    [
      {
        path        = "/etc/hashpost/node.env"
        permissions = "0644"
        content     = join("", [for name, value in local.node_environment : "${name}=${value}\n"])
      },
      {
        path        = "/etc/hashpost/database-ca.pem"
        permissions = "0644"
        content     = fileexists(local.database_ca_file) ? file(local.database_ca_file) : ""
      },
      {
        path        = "/etc/hashpost/cloudwatch-agent.json"
        permissions = "0644"
        content     = jsonencode(local.cloudwatch_agent)
      },
      {
        path        = "/etc/logrotate.d/hashpost"
        permissions = "0644"
        content     = file("${path.module}/node/logrotate.conf")
      },
      {
        path        = "/etc/systemd/journald.conf.d/hashpost.conf"
        permissions = "0644"
        content     = file("${path.module}/node/journald.conf")
      },
    ],
  )

  cloud_config = "#cloud-config\n${yamlencode({
    write_files = local.files
    runcmd      = [["/opt/hashpost/bin/set-up"]]
  })}"
  user_data = base64gzip(local.cloud_config)
}
