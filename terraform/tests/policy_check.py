#!/usr/bin/env python3
"""Security rules over what a plan or an applied state has, by the ids that checkov has for the same rules.

checkov reads the source and cannot know what a variable becomes; this reads what came of it.

usage: terraform show -json [PLAN] | policy_check.py [--skip ID,ID]      exit 1 on a finding
"""
import json
import sys

RULES = []


def rule(rid, text, *types):
    def deco(fn):
        RULES.append((rid, text, types, fn))
        return fn
    return deco


def walk(module):
    yield from (r for r in module.get("resources", []) if r["mode"] == "managed")
    for child in module.get("child_modules", []):
        yield from walk(child)


def one(v, key):
    b = v.get(key) or []
    return b[0] if b else {}


def attr(rid, text, t, key, ok):
    RULES.append((rid, text, (t,), lambda v, ctx: ok(v.get(key))))


true = bool
attr("CKV_AWS_131", "ALB drops invalid headers", "aws_lb", "drop_invalid_header_fields", true)
attr("CKV_AWS_150", "ALB deletion protection", "aws_lb", "enable_deletion_protection", true)
attr("CKV_AWS_328", "ALB desync mitigation", "aws_lb", "desync_mitigation_mode", lambda x: x in ("defensive", "strictest"))
rule("CKV_AWS_91", "ALB access logs", "aws_lb")(lambda v, c: one(v, "access_logs").get("enabled"))
rule("CKV_AWS_2/103", "listener is TLS 1.2+ or a redirect", "aws_lb_listener")(
    lambda v, c: (v["protocol"] == "HTTPS" and "TLS13" in (v.get("ssl_policy") or "")) or one(one(v, "default_action"), "redirect").get("protocol") == "HTTPS")
for rid, key, ok in (("CKV_AWS_16", "storage_encrypted", true), ("CKV_AWS_17", "publicly_accessible", lambda x: not x),
                     ("CKV_AWS_118", "monitoring_interval", true), ("CKV_AWS_129", "enabled_cloudwatch_logs_exports", true),
                     ("CKV_AWS_161", "iam_database_authentication_enabled", true), ("CKV_AWS_226", "auto_minor_version_upgrade", true),
                     ("CKV_AWS_293", "deletion_protection", true), ("CKV_AWS_353", "performance_insights_enabled", true),
                     ("CKV_AWS_354", "performance_insights_kms_key_id", true), ("CKV2_AWS_60", "copy_tags_to_snapshot", true)):
    attr(rid, f"RDS {key}", "aws_db_instance", key, ok)
rule("CKV_AWS_157/133", "RDS primary Multi-AZ with 7+ days of backups", "aws_db_instance")(
    lambda v, c: v.get("replicate_source_db") or (v.get("multi_az") and (v.get("backup_retention_period") or 0) >= 7))
rule("CKV2_AWS_69/30", "rds.force_ssl and query logging", "aws_db_parameter_group")(
    lambda v, c: {"rds.force_ssl", "log_min_duration_statement"} <= {p["name"] for p in v["parameter"]})
attr("RDS-secret", "no password in the configuration", "aws_db_instance", "password", lambda x: not x)
attr("PROXY-tls", "RDS Proxy requires TLS", "aws_db_proxy", "require_tls", true)
rule("CKV_AWS_79/341", "IMDSv2, hop limit 1", "aws_launch_template", "aws_instance")(
    lambda v, c: one(v, "metadata_options").get("http_tokens") == "required" and one(v, "metadata_options").get("http_put_response_hop_limit") == 1)
rule("CKV_AWS_8", "root volume encrypted", "aws_launch_template", "aws_instance")(
    lambda v, c: str(one(one(v, "block_device_mappings"), "ebs").get("encrypted") or one(v, "root_block_device").get("encrypted")).lower() == "true")
rule("CKV_AWS_88", "no public address", "aws_launch_template")(lambda v, c: str(one(v, "network_interfaces").get("associate_public_ip_address")).lower() == "false")
rule("CKV_AWS_126", "detailed monitoring", "aws_launch_template")(lambda v, c: one(v, "monitoring").get("enabled"))
attr("CKV_AWS_130", "subnet gives no public address", "aws_subnet", "map_public_ip_on_launch", lambda x: not x)
attr("CKV_AWS_23", "rule has a description", "aws_vpc_security_group_ingress_rule", "description", true)
rule("CKV_AWS_24/25/260/277", "0.0.0.0/0 only to 443, or 80 of the ALB", "aws_vpc_security_group_ingress_rule")(
    lambda v, c: v.get("cidr_ipv4") != "0.0.0.0/0" or v.get("from_port") in (80, 443))
attr("CKV2_AWS_12", "default security group closed", "aws_default_security_group", "ingress", lambda x: not x)
attr("CKV_AWS_7", "KMS rotation", "aws_kms_key", "enable_key_rotation", true)
attr("CKV2_AWS_64", "KMS key policy", "aws_kms_key", "policy", lambda x: x != "")
attr("CKV_AWS_158", "log group has a KMS key", "aws_cloudwatch_log_group", "kms_key_id", lambda x: x != "")
attr("CKV_AWS_66", "log group expires", "aws_cloudwatch_log_group", "retention_in_days", true)
attr("CKV_AWS_26", "topic encrypted", "aws_sns_topic", "kms_master_key_id", lambda x: x != "")
attr("CKV_AWS_149", "secret has a KMS key", "aws_secretsmanager_secret", "kms_key_id", lambda x: x != "")
attr("CKV_AWS_51", "ECR immutable tags", "aws_ecr_repository", "image_tag_mutability", lambda x: x == "IMMUTABLE")
attr("CKV_AWS_174", "CloudFront TLS", "aws_cloudfront_distribution", "viewer_certificate", lambda x: x[0]["minimum_protocol_version"] >= "TLSv1.2_2021")
attr("CKV_AWS_34", "viewer HTTPS", "aws_cloudfront_distribution", "default_cache_behavior", lambda x: x[0]["viewer_protocol_policy"] != "allow-all")
attr("CKV_AWS_68", "CloudFront has a web ACL", "aws_cloudfront_distribution", "web_acl_id", lambda x: x != "")
attr("CKV_AWS_86", "CloudFront logs", "aws_cloudfront_distribution", "logging_config", true)
rule("CKV_AWS_192", "known bad inputs (Log4j) rules", "aws_wafv2_web_acl")(lambda v, c: "AWSManagedRulesKnownBadInputsRuleSet" in json.dumps(v["rule"]))
for key, rid in (("block_public_acls", "CKV_AWS_53"), ("block_public_policy", "CKV_AWS_54"), ("ignore_public_acls", "CKV_AWS_55"), ("restrict_public_buckets", "CKV_AWS_56")):
    attr(rid, key, "aws_s3_bucket_public_access_block", key, true)
attr("CKV_AWS_21", "versioning", "aws_s3_bucket_versioning", "versioning_configuration", lambda x: x[0]["status"] == "Enabled")


@rule("CKV_AWS_355/290", "no write action on every resource", "aws_iam_role_policy", "aws_iam_policy")
def _(v, c):
    read = ("Describe", "Get", "List")
    for s in json.loads(v.get("policy") or '{"Statement":[]}')["Statement"]:
        acts = s.get("Action", [])
        acts = [acts] if isinstance(acts, str) else acts
        if s["Effect"] == "Allow" and s.get("Resource") in ("*", ["*"]) and any(not a.split(":")[-1].startswith(read) for a in acts):
            return False
    return True


def whole(counts):
    """rules about what must exist beside what"""
    for kind, companions in {"aws_s3_bucket": ("aws_s3_bucket_public_access_block", "aws_s3_bucket_versioning", "aws_s3_bucket_server_side_encryption_configuration",
                                               "aws_s3_bucket_policy", "aws_s3_bucket_lifecycle_configuration"),
                             "aws_vpc": ("aws_flow_log", "aws_default_security_group"), "aws_wafv2_web_acl": ("aws_wafv2_web_acl_logging_configuration",)}.items():
        for other in companions:
            if counts.get(other, 0) < counts.get(kind, 0):
                yield "CKV2", f"{counts[kind]} {kind}, only {counts.get(other, 0)} {other}", kind


doc = json.load(sys.stdin)
skip = set(sys.argv[2].split(",")) if len(sys.argv) > 2 else set()
resources = list(walk((doc.get("planned_values") or doc["values"])["root_module"]))
counts, findings, checks = {}, [], 0
for r in resources:
    counts[r["type"]] = counts.get(r["type"], 0) + 1
    for rid, text, types, fn in RULES:
        if r["type"] in types and rid not in skip:
            checks += 1
            if not fn(r["values"], resources):
                findings.append((rid, text, r["address"]))
findings += [f for f in whole(counts) if f[0] not in skip]
for f in findings:
    print("FINDING %-14s %-45s %s" % f)
print(f"{checks - len(findings)} passed, {len(findings)} failed")
sys.exit(bool(findings))
