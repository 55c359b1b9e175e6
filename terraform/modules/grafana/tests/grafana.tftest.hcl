mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_resource "aws_iam_instance_profile" {
    defaults = { arn = "arn:aws:iam::123456789012:instance-profile/mock" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:grafana-abc123" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_default_tags" {
    defaults = { tags = { Project = "hashpost" } }
  }
}

variables {
  name                 = "hashpost-test"
  subnet_ids           = ["subnet-00000001", "subnet-00000002", "subnet-00000003"]
  security_group_ids   = ["sg-00000000"]
  kms_key_arn          = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"
  config_bucket        = { name = "config", arn = "arn:aws:s3:::config" }
  artifact_bucket      = { name = "artifact", arn = "arn:aws:s3:::artifact" }
  artifact_kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/22222222-2222-2222-2222-222222222222"
  grafana_key          = "grafana/grafana.tar.gz"
  grafana_sha256       = "1111111111111111111111111111111111111111111111111111111111111111"
  tools_key            = "tools/tools.tar.gz"
  tools_sha256         = "2222222222222222222222222222222222222222222222222222222222222222"
  workspace = {
    id               = "ws-0"
    arn              = "arn:aws:aps:eu-central-1:123456789012:workspace/ws-0"
    remote_write_url = "https://aps.example.org/workspaces/ws-0/api/v1/remote_write"
    query_url        = "https://aps.example.org/workspaces/ws-0"
  }
  dashboards = {
    "jvm.json"      = "{\"uid\": \"jvm\", \"title\": \"JVM\"}"
    "overview.json" = "{\"uid\": \"overview\", \"title\": \"Overview\"}"
  }
  database = {
    address                = "db.example.org"
    port                   = 5432
    name                   = "hashpost"
    master_secret_arn      = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:master-abc123"
    application_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:application-abc123"
    monitor_secret_arn     = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:monitor-abc123"
  }
  origin_domain_name = "origin.hashpost.example.org"
  log_retention_days = 30
}

run "defaults" {
  assert {
    condition     = one(aws_launch_template.this.metadata_options).http_tokens == "required" && one(aws_launch_template.this.metadata_options).http_put_response_hop_limit == 1
    error_message = "The instance's credentials must be had by IMDSv2 only, and by no container."
  }

  assert {
    condition     = one(one(aws_launch_template.this.block_device_mappings).ebs).encrypted == "true" && one(one(aws_launch_template.this.block_device_mappings).ebs).kms_key_id == var.kms_key_arn
    error_message = "The disk must be encrypted with the environment's key."
  }

  assert {
    condition     = one(aws_launch_template.this.network_interfaces).associate_public_ip_address == "false" && aws_launch_template.this.key_name == null
    error_message = "The instance must have no public address, and no key to log in with."
  }

  assert {
    condition     = aws_secretsmanager_secret.admin.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn
    error_message = "Password and logs must be encrypted with the environment's key."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.this.statement : alltrue([for action in statement.actions : startswith(action, "cloudwatch:Get") || startswith(action, "cloudwatch:List")])
    if contains(statement.resources, "*")])
    error_message = "Only metrics may be read everywhere; all else must name what it is about."
  }

  assert {
    condition = alltrue([for statement in data.aws_iam_policy_document.this.statement : !contains(statement.resources, var.database.master_secret_arn)
    if contains(statement.actions, "secretsmanager:PutSecretValue")])
    error_message = "The master's secret is RDS' to write."
  }

  assert {
    condition     = alltrue([for object in concat(values(aws_s3_object.dashboard), values(aws_s3_object.provisioning), values(aws_s3_object.operations)) : object.source_hash == sha256(object.content) && object.kms_key_id == var.kms_key_arn])
    error_message = "Every object must have the hash of its content, and be encrypted."
  }

  assert {
    condition     = alltrue([for path, object in aws_s3_object.operations : strcontains(local.user_data, "${object.source_hash}  ${path}")])
    error_message = "Whatever the instance starts with must be in its manifest."
  }

  assert {
    condition     = !strcontains(local.user_data, "grafana/dashboards/") && !strcontains(local.user_data, aws_s3_object.dashboard["jvm.json"].source_hash)
    error_message = "No dashboard may be in the user data: another one would be another instance."
  }

  assert {
    condition     = length(base64gzip(local.user_data)) < 16384 * 4 / 3
    error_message = "User data may have 16 KiB."
  }

  # Names of the repository.
  assert {
    condition = alltrue([for source in yamldecode(file("../../../monitoring/grafana/provisioning/datasources/hashpost.yaml")).datasources :
      contains([for ours in yamldecode(aws_s3_object.provisioning["datasources/hashpost.yaml"].content).datasources : "${ours.name} ${ours.uid} ${ours.type}"], "${source.name} ${source.uid} ${source.type}")
    ])
    error_message = "The data sources must have the names and uids that the dashboards go by."
  }

  assert {
    condition = alltrue([for provider in yamldecode(file("../../../monitoring/grafana/provisioning/dashboards/hashpost.yaml")).providers :
      contains([for ours in yamldecode(aws_s3_object.provisioning["dashboards/hashpost.yaml"].content).providers : "${ours.name} ${ours.folder} ${ours.folderUid}"], "${provider.name} ${provider.folder} ${provider.folderUid}")
    ])
    error_message = "The dashboards must be in the folder that they link to."
  }

  assert {
    condition     = one([for provider in yamldecode(aws_s3_object.provisioning["dashboards/hashpost.yaml"].content).providers : provider.updateIntervalSeconds]) + 20 + 10 < 60
    error_message = "A changed dashboard must be seen within a minute of its apply."
  }

  assert {
    condition = alltrue([for job in yamldecode(aws_s3_object.operations["prometheus.yml"].content).scrape_configs :
    contains([for known in yamldecode(file("../../../monitoring/prometheus/prometheus.yml")).scrape_configs : known.job_name], job.job_name)])
    error_message = "The jobs must have the names that rules and dashboards go by."
  }

  assert {
    condition     = [for target in yamldecode(aws_s3_object.operations["prometheus.yml"].content).remote_write : "${target.url} ${target.sigv4.region}"] == ["${var.workspace.remote_write_url} eu-central-1"]
    error_message = "What is measured must be written to the workspace, signed."
  }
}

run "an_edited_dashboard" {
  variables {
    dashboards = {
      "jvm.json"      = "{\"uid\": \"jvm\", \"title\": \"JVM and host\"}"
      "overview.json" = "{\"uid\": \"overview\", \"title\": \"Overview\"}"
    }
  }

  assert {
    condition     = aws_s3_object.dashboard["jvm.json"].source_hash == sha256(var.dashboards["jvm.json"]) && aws_s3_object.dashboard["overview.json"].source_hash == run.defaults.dashboard_sha256["overview.json"]
    error_message = "An edited dashboard must change its object, and no other one."
  }

  assert {
    condition     = output.dashboard_sha256["jvm.json"] != run.defaults.dashboard_sha256["jvm.json"]
    error_message = "An edited dashboard must show."
  }

  assert {
    condition     = output.boot_sha256 == run.defaults.boot_sha256
    error_message = "An edited dashboard must not make another instance."
  }
}

run "other_tools" {
  variables {
    tools_sha256 = "3333333333333333333333333333333333333333333333333333333333333333"
  }

  assert {
    condition     = output.boot_sha256 != run.defaults.boot_sha256
    error_message = "Other tools must make another instance."
  }
}

run "a_replica_has_an_exporter" {
  variables {
    database = {
      address                = "db.example.org"
      port                   = 5432
      name                   = "hashpost"
      master_secret_arn      = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:master-abc123"
      application_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:application-abc123"
      monitor_secret_arn     = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:monitor-abc123"
      replica_addresses      = ["replica.example.org"]
    }
  }

  assert {
    condition     = strcontains(aws_s3_object.operations["postgres-exporter/1"].content, "replica.example.org:5432") && strcontains(aws_s3_object.operations["prometheus.yml"].content, "localhost:9188")
    error_message = "A replica must have an exporter, and be scraped."
  }

  assert {
    condition     = alltrue([for path, object in aws_s3_object.operations : strcontains(object.content, "sslmode=verify-full") if startswith(path, "postgres-exporter/")])
    error_message = "An exporter must verify whom it gives its password to."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    grafana_sha256     = "abc"
    tools_sha256       = "ABCDEF1111111111111111111111111111111111111111111111111111111111"
    dashboards         = { "jvm.json" = "{}" }
    instance_type      = "t3.small"
    subnet_ids         = ["subnet-00000001"]
    security_group_ids = []
  }

  expect_failures = [
    var.grafana_sha256,
    var.tools_sha256,
    var.dashboards,
    var.instance_type,
    var.subnet_ids,
    var.security_group_ids,
  ]
}

run "refuses_no_dashboards" {
  command = plan

  variables {
    dashboards = {}
  }

  expect_failures = [var.dashboards]
}
