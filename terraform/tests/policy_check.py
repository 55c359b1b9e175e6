#!/usr/bin/env python3
"""Security rules over what has been applied: what became of variables, defaults and what AWS itself filled in.

checkov reads the source and knows none of these. Where it has the same rule, its number is given.

usage: terraform show -json | policy_check.py      exits with 1 on a finding, and where a rule found nothing to look at
"""
import collections
import json
import sys

RULES = []
READS = ("Describe", "Get", "List")
ANYWHERE = ("0.0.0.0/0", "::/0")

Finding = collections.namedtuple("Finding", "rule address")


def rule(text, *types):
    """Makes a rule of a function of a resource's values and all resources, which says whether it holds."""
    def add(holds):
        RULES.append((text, types, holds))
        return holds
    return add


def each(types, *attributes):
    """A rule for each attribute that must be set: true, over zero, not empty."""
    for attribute in attributes:
        rule(f"{attribute} is set", *types.split())(lambda values, _, name=attribute: bool(values.get(name)))


def first(values, block):
    """The block of that name, or an empty one."""
    return (values.get(block) or [{}])[0]


# Encrypted at rest by a key of one's own, and that key turned over (CKV_AWS_7, 16, 26, 149, 158, 166, 354).
each("aws_kms_key", "enable_key_rotation", "policy")
each("aws_cloudwatch_log_group", "kms_key_id", "retention_in_days")
each("aws_sns_topic", "kms_master_key_id")
each("aws_secretsmanager_secret", "kms_key_id")
each("aws_backup_vault", "kms_key_arn")
each("aws_prometheus_workspace", "kms_key_arn")
each("aws_db_instance", "storage_encrypted", "kms_key_id", "performance_insights_kms_key_id")


@rule("buckets are encrypted, by a key or at least by S3's own (CKV_AWS_145)", "aws_s3_bucket_server_side_encryption_configuration")
def _(values, _):
    return all(first(rule_, "apply_server_side_encryption_by_default").get("sse_algorithm") in ("aws:kms", "AES256")
               for rule_ in values["rule"])


@rule("the root volume is encrypted (CKV_AWS_8)", "aws_launch_template")
def _(values, _):
    return str(first(first(values, "block_device_mappings"), "ebs").get("encrypted")).lower() == "true"


# Buckets: closed, versioned, with a policy and an end of what they keep (CKV_AWS_21, 53-56, CKV2_AWS_6, 61).
each("aws_s3_bucket_public_access_block", "block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


def beside_each_bucket(kind):
    @rule(f"has an {kind} of its own", "aws_s3_bucket")
    def _(values, resources):
        return any(other["type"] == kind and other["values"].get("bucket") == values["bucket"] for other in resources)


for companion in ("public_access_block", "versioning", "server_side_encryption_configuration", "policy", "lifecycle_configuration"):
    beside_each_bucket(f"aws_s3_bucket_{companion}")


@rule("versions are kept (CKV_AWS_21)", "aws_s3_bucket_versioning")
def _(values, _):
    return first(values, "versioning_configuration").get("status") == "Enabled"


@rule("whoever comes without TLS is refused", "aws_s3_bucket_policy")
def _(values, _):
    return any(statement["Effect"] == "Deny" and statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
               for statement in json.loads(values["policy"])["Statement"])


# The network: nobody in from anywhere, as users come by CloudFront; no public address on a node (CKV_AWS_23-25, 88, 130, 260).
each("aws_vpc_security_group_ingress_rule", "description")


@rule("lets nobody in from anywhere", "aws_vpc_security_group_ingress_rule")
def _(values, _):
    return values.get("cidr_ipv4") not in ANYWHERE and values.get("cidr_ipv6") not in ANYWHERE


@rule("of TCP only, and of one port", "aws_vpc_security_group_ingress_rule")
def _(values, _):
    return values.get("ip_protocol") == "tcp" and values.get("from_port") == values.get("to_port")


@rule("has no rules of its own, so that nothing can use it (CKV2_AWS_12)", "aws_default_security_group")
def _(values, _):
    return not values.get("ingress") and not values.get("egress")


@rule("gives no public address", "aws_subnet")
def _(values, _):
    return not values.get("map_public_ip_on_launch")


@rule("gives no public address", "aws_launch_template")
def _(values, _):
    return str(first(values, "network_interfaces").get("associate_public_ip_address")).lower() == "false"


@rule("its traffic is logged (CKV2_AWS_11)", "aws_vpc")
def _(values, resources):
    return any(other["type"] == "aws_flow_log" and other["values"].get("vpc_id") == values["id"] for other in resources)


@rule("its metadata is given to those who hold a token, one hop away (CKV_AWS_79, 341)", "aws_launch_template")
def _(values, _):
    options = first(values, "metadata_options")
    return options.get("http_tokens") == "required" and options.get("http_put_response_hop_limit") == 1


# The edge (CKV_AWS_2, 34, 68, 86, 91, 103, 131, 150, 174, 192, 328).
each("aws_lb", "internal", "drop_invalid_header_fields", "enable_deletion_protection")
each("aws_cloudfront_distribution", "web_acl_id")


@rule("keeps a log of requests", "aws_lb")
def _(values, _):
    return first(values, "access_logs").get("enabled")


@rule("refuses what two would read differently", "aws_lb")
def _(values, _):
    return values.get("desync_mitigation_mode") in ("defensive", "strictest")


@rule("speaks TLS 1.2 or later, or redirects to who does", "aws_lb_listener")
def _(values, _):
    redirect = first(first(values, "default_action"), "redirect")
    return (values["protocol"] == "HTTPS" and "TLS13" in (values.get("ssl_policy") or "")) or redirect.get("protocol") == "HTTPS"


@rule("speaks TLS 1.2 or later", "aws_cloudfront_distribution")
def _(values, _):
    return first(values, "viewer_certificate").get("minimum_protocol_version", "") >= "TLSv1.2_2021"


@rule("serves nobody without TLS", "aws_cloudfront_distribution")
def _(values, _):
    behaviors = values["default_cache_behavior"] + (values.get("ordered_cache_behavior") or [])
    return all(behavior["viewer_protocol_policy"] != "allow-all" for behavior in behaviors)


@rule("keeps a log of requests", "aws_cloudfront_distribution")
def _(values, resources):
    return bool(values.get("logging_config")) or any(
        other["type"] == "aws_cloudwatch_log_delivery_source" and other["values"].get("resource_arn") == values["arn"]
        for other in resources)


@rule("knows what is known to be bad, such as Log4Shell", "aws_wafv2_web_acl")
def _(values, _):
    return "AWSManagedRulesKnownBadInputsRuleSet" in json.dumps(values["rule"])


@rule("keeps a log", "aws_wafv2_web_acl")
def _(values, resources):
    return any(other["type"] == "aws_wafv2_web_acl_logging_configuration" and other["values"].get("resource_arn") == values["arn"]
               for other in resources)


# The database (CKV_AWS_17, 118, 129, 133, 157, 161, 226, 293, 353, CKV2_AWS_30, 60, 69).
each("aws_db_instance", "monitoring_interval", "enabled_cloudwatch_logs_exports", "iam_database_authentication_enabled",
     "auto_minor_version_upgrade", "deletion_protection", "performance_insights_enabled", "copy_tags_to_snapshot")


@rule("cannot be reached from the internet, and has no password in the state", "aws_db_instance")
def _(values, _):
    return not values.get("publicly_accessible") and not values.get("password")


@rule("stands in two zones and can be taken back seven days, or is a replica", "aws_db_instance")
def _(values, _):
    return values.get("replicate_source_db") or (values.get("multi_az") and (values.get("backup_retention_period") or 0) >= 7)


@rule("speaks TLS only, and logs slow statements", "aws_db_parameter_group")
def _(values, _):
    settings = {parameter["name"]: parameter["value"] for parameter in values["parameter"]}
    return settings.get("rds.force_ssl") == "1" and int(settings.get("log_min_duration_statement", -1)) >= 0


# Rights (CKV_AWS_62, 290, 355).
@rule("lets nobody change everything", "aws_iam_role_policy", "aws_iam_policy")
def _(values, _):
    return not any(
        statement["Effect"] == "Allow" and "*" in many(statement.get("Resource", []))
        and not statement.get("Condition")
        and not all(action.split(":")[-1].startswith(READS) for action in many(statement.get("Action", "*")))
        for statement in many(json.loads(values["policy"])["Statement"]))


def many(value):
    return value if isinstance(value, list) else [value]


def managed(module):
    yield from (resource for resource in module.get("resources", []) if resource["mode"] == "managed")
    for child in module.get("child_modules", []):
        yield from managed(child)


def judge(state):
    """What `terraform show -json` says of a state: the number of rules held to resources, and the findings."""
    resources = list(managed(state["values"]["root_module"]))
    checks, findings = 0, []
    for text, types, holds in RULES:
        concerned = [resource for resource in resources if resource["type"] in types]
        if not concerned:
            findings.append(Finding(text, f"there is no {' or '.join(types)} to look at"))
        checks += len(concerned)
        findings += [Finding(text, resource["address"]) for resource in concerned if not holds(resource["values"], resources)]
    return checks, findings


def main():
    checks, findings = judge(json.load(sys.stdin))
    for finding in findings:
        print(f"FINDING {finding.address}: not so: {finding.rule}")
    print(f"{checks - len(findings)} passed, {len(findings)} failed")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
