mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_default_tags" {
    defaults = { tags = { Environment = "test" } }
  }

  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "ami-0123456789abcdef0" }
  }

  # Documents keep their blocks under mocks, but make no JSON.
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }

  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 7 }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }

  mock_resource "aws_iam_instance_profile" {
    defaults = { arn = "arn:aws:iam::123456789012:instance-profile/mock" }
  }
}

variables {
  name                     = "hashpost-test"
  subnet_ids               = ["subnet-1", "subnet-2", "subnet-3"]
  security_group_ids       = ["sg-1"]
  target_group_arn         = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/x/0123456789abcdef"
  load_balancer_arn_suffix = "app/x/0123456789abcdef"
  target_group_arn_suffix  = "targetgroup/x/0123456789abcdef"
  artifact_bucket          = { name = "artifacts", arn = "arn:aws:s3:::artifacts" }
  artifact_kms_key_arn     = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"
  kms_key_arn              = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  war_key                  = "war/a.war"
  war_sha256               = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  payara_key               = "payara/b.jar"
  payara_sha256            = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
  tools_key                = "tools/c.tar.gz"
  tools_sha256             = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
  payara_files             = { "jvm.options" = "", "preboot.asadmin" = "", "logging.properties" = "", "Prepare.java" = "" }
  database                 = { address = "db.example.org", port = 5432, name = "hashpost", secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:application-abc123" }
  workspace                = { arn = "arn:aws:aps:eu-central-1:123456789012:workspace/ws-1", remote_write_url = "https://aps.example.org/workspaces/ws-1/api/v1/remote_write" }
  rollback_alarm_names     = ["hashpost-test-errors"]
}

run "defaults" {
  # Nodes are closed and encrypted.
  assert {
    condition     = one(aws_launch_template.this.metadata_options).http_tokens == "required" && one(aws_launch_template.this.metadata_options).http_put_response_hop_limit == 1
    error_message = "Metadata must want a token and go no further than the instance."
  }

  assert {
    condition     = one(one(aws_launch_template.this.block_device_mappings).ebs).encrypted == "true" && one(one(aws_launch_template.this.block_device_mappings).ebs).kms_key_id == var.kms_key_arn
    error_message = "The volume must have the key."
  }

  assert {
    condition     = one(aws_launch_template.this.network_interfaces).associate_public_ip_address == "false" && aws_launch_template.this.key_name == null
    error_message = "A node must have no public address and no key for SSH."
  }

  assert {
    condition     = one(aws_launch_template.this.monitoring).enabled && toset([for tags in aws_launch_template.this.tag_specifications : tags.resource_type]) == toset(["instance", "volume", "network-interface"])
    error_message = "Nodes must be watched by the minute, and all that belongs to them tagged."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.this.retention_in_days == 365
    error_message = "Logs must have the key and an end."
  }

  # The role may do no more than it needs.
  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.this.statement : !contains(statement.resources, "*") && !anytrue([for action in statement.actions : endswith(action, "*")])])
    error_message = "No statement may name all actions of a service or all resources."
  }

  assert {
    condition     = toset(flatten([for statement in data.aws_iam_policy_document.this.statement : statement.resources if contains(statement.actions, "s3:GetObject")])) == toset(["arn:aws:s3:::artifacts/war/*", "arn:aws:s3:::artifacts/payara/*", "arn:aws:s3:::artifacts/tools/*"])
    error_message = "Nodes may read their three kinds of artifact only."
  }

  assert {
    condition     = toset(flatten([for statement in data.aws_iam_policy_document.this.statement : statement.resources if contains(statement.actions, "secretsmanager:GetSecretValue")])) == toset([var.database.secret_arn])
    error_message = "Nodes may read their own secret only."
  }

  # User data has no secret and runs what was checked.
  assert {
    condition     = strcontains(local.cloud_config, "WAR_SHA256=${var.war_sha256}") && strcontains(local.cloud_config, var.database.secret_arn)
    error_message = "A node must know the hash of its WAR and where its secret is."
  }

  assert {
    condition     = !anytrue([for name in keys(local.node_environment) : can(regex("PASSWORD|TOKEN|USER|SECRET$", name))])
    error_message = "No password may be in user data."
  }

  assert {
    condition     = length(regexall("BEGIN CERTIFICATE", one([for file in local.files : file.content if file.path == "/etc/hashpost/database-ca.pem"]))) == 3
    error_message = "A node must bring the authorities that RDS's certificates are signed by."
  }

  assert {
    condition     = strcontains(local.cloud_config, "sslmode=verify-full&sslrootcert=")
    error_message = "The database's certificate must be verified, its name included."
  }

  # A release replaces nodes one after the other.
  assert {
    condition     = aws_autoscaling_group.this.health_check_type == "ELB" && one(aws_autoscaling_group.this.launch_template).version == "7"
    error_message = "The group must go by the load balancer's opinion, and by a numbered version of the template: only to such can it go back."
  }

  assert {
    condition     = length(aws_autoscaling_group.this.instance_refresh) == 0
    error_message = "The group must keep the version that serves until bin/deploy's refresh has brought in the new one."
  }

  assert {
    condition = jsondecode(output.roll_out) == {
      AutoScalingGroupName = "hashpost-test"
      Strategy             = "Rolling"
      DesiredConfiguration = { LaunchTemplate = { LaunchTemplateId = aws_launch_template.this.id, Version = "7" } }
      Preferences = {
        MinHealthyPercentage = 100
        MaxHealthyPercentage = 200
        InstanceWarmup       = 180
        AutoRollback         = true
        SkipMatching         = true
        AlarmSpecification   = { Alarms = ["hashpost-test-errors"] }
      }
    }
    error_message = "A release must never have fewer nodes than before, and must go back by itself."
  }

  assert {
    condition     = aws_autoscaling_lifecycle_hook.depart.lifecycle_transition == "autoscaling:EC2_INSTANCE_TERMINATING" && aws_autoscaling_lifecycle_hook.depart.default_result == "CONTINUE" && aws_autoscaling_lifecycle_hook.depart.heartbeat_timeout > 60
    error_message = "A node that goes must have the time to drain."
  }

  # Nodes follow requests and processors.
  assert {
    condition     = one(one(aws_autoscaling_policy.requests.target_tracking_configuration).predefined_metric_specification).resource_label == "app/x/0123456789abcdef/targetgroup/x/0123456789abcdef"
    error_message = "Requests are counted for the load balancer and its target group."
  }

  assert {
    condition     = one(aws_autoscaling_policy.cpu.target_tracking_configuration).target_value == 60
    error_message = "Processors are half idle at least."
  }
}

# Whatever else named the WAR would change with each release.
run "a_release_is_in_user_data_only" {
  variables {
    war_key    = "war/released.war"
    war_sha256 = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
  }

  assert {
    condition     = strcontains(local.cloud_config, "WAR_KEY=war/released.war\n") && strcontains(local.cloud_config, "WAR_SHA256=dddd") && aws_launch_template.this.user_data == base64gzip(local.cloud_config)
    error_message = "Key and hash of the release must be in the launch template's user data."
  }

  assert {
    condition     = length(regexall("released|dddddddd", jsonencode([data.aws_iam_policy_document.this.statement, aws_iam_role.this, aws_autoscaling_group.this, aws_autoscaling_lifecycle_hook.depart, aws_autoscaling_policy.cpu, aws_autoscaling_policy.requests, aws_cloudwatch_log_group.this]))) == 0
    error_message = "Role, group, policies and logs must not change with a release."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    war_sha256           = "AAAAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    war_key              = "grafana/a.war"
    payara_key           = "b.jar"
    tools_key            = "tools/c d.tar.gz"
    instance_type        = "c7i.large"
    min_size             = 1
    subnet_ids           = ["subnet-1"]
    drain_seconds        = 21
    heap_mib             = 128
    payara_files         = { "jvm.options" = "" }
    rollback_alarm_names = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]
  }

  expect_failures = [
    var.war_sha256,
    var.war_key,
    var.payara_key,
    var.tools_key,
    var.instance_type,
    var.min_size,
    var.subnet_ids,
    var.drain_seconds,
    var.heap_mib,
    var.payara_files,
    var.rollback_alarm_names,
  ]
}

run "refuses_fewer_nodes_at_most_than_at_least" {
  command = plan

  variables {
    min_size = 4
    max_size = 3
  }

  expect_failures = [var.max_size]
}

run "refuses_a_region_without_certificates" {
  command = plan

  override_data {
    target = data.aws_region.this
    values = { name = "xx-nowhere-1" }
  }

  expect_failures = [aws_launch_template.this]
}
