#!/usr/bin/env python3
"""An AWS to apply this Terraform to without an account: moto's server, and the few APIs that moto 5.2.1 lacks or gets wrong.

In memory, on the loopback address. Added: Amazon Managed Prometheus' alert manager definitions, Amazon Managed Grafana, CloudFront's
policies and VPC origins, selections and notifications of AWS Backup. Mended: what moto forgets or invents, so that a second plan
would not be empty (patch_moto).

usage: aws_emulator.py [-p PORT]

MOTO_IAM_LOAD_MANAGED_POLICIES=true gives it AWS's own policies, MOTO_ACM_VALIDATION_WAIT=0 has certificates at once.
"""
import argparse
import datetime
import json
import re
import secrets
import signal
import sys
import time
import uuid
import xml.etree.ElementTree as ET

from werkzeug.serving import run_simple
from werkzeug.wrappers import Request, Response
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

ACCOUNT = "123456789012"
CF = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
ROUTES = []
STORE: dict[tuple, dict] = {}


def route(service, method, pattern):
    def deco(fn):
        ROUTES.append((service, method, re.compile("^" + pattern + "/?$"), fn))
        return fn
    return deco


def js(body, status=200):
    return Response(json.dumps(body), status, content_type="application/json")


def missing(what, status=404):
    return Response(json.dumps({"message": f"{what} not found", "resourceId": what, "resourceType": "x"}), status,
                    headers={"x-amzn-ErrorType": "ResourceNotFoundException"}, content_type="application/json")


# ---- Amazon Managed Grafana --------------------------------------------------------------------
@route("grafana", "POST", "/workspaces")
def _(req, region):
    b, wid = req.get_json(), "g-" + secrets.token_hex(5)
    w = {"id": wid, "accountAccessType": b["accountAccessType"], "permissionType": b["permissionType"],
         "dataSources": b.get("workspaceDataSources", []), "name": b.get("workspaceName"),
         "description": b.get("workspaceDescription", ""), "workspaceRoleArn": b.get("workspaceRoleArn"),
         "notificationDestinations": b.get("workspaceNotificationDestinations", []),
         "organizationalUnits": b.get("workspaceOrganizationalUnits", []),
         "vpcConfiguration": b.get("vpcConfiguration"), "networkAccessControl": b.get("networkAccessControl"),
         "grafanaVersion": b.get("grafanaVersion", "10.4"), "status": "ACTIVE", "created": time.time(), "modified": time.time(),
         "endpoint": f"{wid}.grafana-workspace.{region}.amazonaws.com", "tags": b.get("tags", {}),
         "authentication": {"providers": b["authenticationProviders"], "samlConfigurationStatus": "NOT_CONFIGURED"}}
    w = {k: v for k, v in w.items() if v is not None}
    STORE["grafana", wid] = {"w": w, "conf": b.get("configuration", "{}"), "sa": {}}
    return js({"workspace": w}, 202)


@route("grafana", "(GET|PUT|DELETE)", "/workspaces/([^/]+)")
def _(req, region, wid):
    g = STORE.get(("grafana", wid))
    if not g:
        return missing(wid)
    if req.method == "DELETE":
        del STORE["grafana", wid]
        return js({"workspace": g["w"] | {"status": "DELETING"}}, 202)
    if req.method == "PUT":
        for k, v in req.get_json().items():
            g["w"][{"workspaceName": "name", "workspaceDataSources": "dataSources", "workspaceDescription": "description"}.get(k, k)] = v
    return js({"workspace": g["w"]})


@route("grafana", "(GET|PUT)", "/workspaces/([^/]+)/configuration")
def _(req, region, wid):
    g = STORE.get(("grafana", wid))
    if not g:
        return missing(wid)
    if req.method == "PUT":
        g["conf"] = req.get_json()["configuration"]
        return js({}, 202)
    return js({"configuration": g["conf"], "grafanaVersion": g["w"]["grafanaVersion"]})


@route("grafana", "(GET|POST)", "/workspaces/([^/]+)/serviceaccounts")
def _(req, region, wid):
    g = STORE.get(("grafana", wid))
    if not g:
        return missing(wid)
    if req.method == "POST":
        b, sid = req.get_json(), str(len(g["sa"]) + 1)
        g["sa"][sid] = {"id": sid, "name": b["name"], "grafanaRole": b["grafanaRole"], "isDisabled": "false"}
        return js({k: v for k, v in g["sa"][sid].items() if k != "isDisabled"} | {"workspaceId": wid})
    return js({"serviceAccounts": list(g["sa"].values()), "workspaceId": wid})


@route("grafana", "DELETE", "/workspaces/([^/]+)/serviceaccounts/([^/]+)")
def _(req, region, wid, sid):
    g = STORE.get(("grafana", wid))
    if not g or not g["sa"].pop(sid, None):
        return missing(sid)
    return js({"serviceAccountId": sid, "workspaceId": wid})


@route("grafana", "(GET|POST|DELETE)", "/tags/(.+)")
def _(req, region, arn):
    g = STORE.get(("grafana", arn.rsplit("/", 1)[-1]))
    if not g:
        return missing(arn)
    if req.method == "POST":
        g["w"]["tags"].update(req.get_json()["tags"])
    if req.method == "DELETE":
        for k in req.args.getlist("tagKeys"):
            g["w"]["tags"].pop(k, None)
    return js({"tags": g["w"]["tags"]} if req.method == "GET" else {})


# ---- AMP alert manager -------------------------------------------------------------------------
@route("aps", "(GET|POST|PUT|DELETE)", "/workspaces/([^/]+)/alertmanager/definition")
def _(req, region, wid):
    key = ("alertmanager", wid)
    if req.method in ("POST", "PUT"):
        STORE[key] = {"data": req.get_json()["data"], "createdAt": time.time(), "modifiedAt": time.time(), "status": {"statusCode": "ACTIVE"}}
        return js({"status": {"statusCode": "CREATING"}}, 202)
    if key not in STORE:
        return missing(wid)
    if req.method == "DELETE":
        del STORE[key]
        return Response(status=202)
    return js({"alertManagerDefinition": STORE[key]})


# ---- AWS Backup --------------------------------------------------------------------------------
@route("backup", "PUT", "/backup/plans/([^/]+)/selections")
def _(req, region, plan):
    sid = secrets.token_hex(8)
    STORE["selection", sid] = {"BackupSelection": req.get_json()["BackupSelection"], "SelectionId": sid, "BackupPlanId": plan,
                               "CreationDate": time.time(), "CreatorRequestId": "x"}
    return js({"SelectionId": sid, "BackupPlanId": plan, "CreationDate": time.time()})


@route("backup", "(GET|DELETE)", "/backup/plans/([^/]+)/selections/([^/]+)")
def _(req, region, plan, sid):
    if ("selection", sid) not in STORE:
        return missing(sid, 400)
    return js(STORE["selection", sid] if req.method == "GET" else STORE.pop(("selection", sid)) and {})


@route("backup", "GET", "/backup-vaults/([^/]+)/recovery-points")
def _(req, region, vault):
    return js({"RecoveryPoints": []})  # Nothing is ever backed up here.


@route("backup", "(GET|PUT|DELETE)", "/backup-vaults/([^/]+)/notification-configuration")
def _(req, region, vault):
    key = ("vaultnotify", region, vault)
    if req.method == "PUT":
        STORE[key] = req.get_json() | {"BackupVaultName": vault, "BackupVaultArn": f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:{vault}"}
        return js({})
    if key not in STORE:
        return missing(vault, 400)
    return js(STORE[key] if req.method == "GET" else STORE.pop(key) and {})


# ---- CloudFront policies -----------------------------------------------------------------------
KINDS = {"cache-policy": "CachePolicy", "origin-request-policy": "OriginRequestPolicy", "response-headers-policy": "ResponseHeadersPolicy"}


def cf_xml(kind, item, status=200):
    root = KINDS[kind]
    body = (f'<?xml version="1.0"?><{root} xmlns="{CF}"><Id>{item["id"]}</Id><LastModifiedTime>{item["at"]}</LastModifiedTime>'
            f'{item["config"]}</{root}>')
    return Response(body, status, headers={"ETag": item["etag"]}, content_type="text/xml")


def cf_config(req):
    ET.register_namespace("", CF)
    return ET.tostring(ET.fromstring(req.get_data()), encoding="unicode")


@route("cloudfront", "POST", "/2020-05-31/(" + "|".join(KINDS) + ")")
def _(req, region, kind):
    item = {"id": "-".join(secrets.token_hex(n) for n in (4, 2, 2, 2, 6)), "etag": "E" + secrets.token_hex(6).upper(),
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "config": cf_config(req)}
    STORE[kind, item["id"]] = item
    return cf_xml(kind, item, 201)


@route("cloudfront", "(GET|PUT|DELETE)", "/2020-05-31/(" + "|".join(KINDS) + ")/([^/]+)")
def _(req, region, kind, pid):
    item = STORE.get((kind, pid))
    if not item:
        return Response(f'<ErrorResponse xmlns="{CF}"><Error><Type>Sender</Type><Code>NoSuch{KINDS[kind]}</Code><Message>no</Message></Error></ErrorResponse>',
                        404, content_type="text/xml")
    if req.method == "DELETE":
        del STORE[kind, pid]
        return Response(status=204)
    if req.method == "PUT":
        item["config"], item["etag"] = cf_config(req), "E" + secrets.token_hex(6).upper()
    return cf_xml(kind, item)


# ---- CloudFront VPC origins --------------------------------------------------------------------
def vpc_origin_xml(item, status=200):
    body = (f'<?xml version="1.0"?><VpcOrigin xmlns="{CF}"><Id>{item["id"]}</Id><Arn>{item["arn"]}</Arn><Status>Deployed</Status>'
            f'<CreatedTime>{item["at"]}</CreatedTime><LastModifiedTime>{item["at"]}</LastModifiedTime>{item["config"]}</VpcOrigin>')
    return Response(body, status, headers={"ETag": item["etag"]}, content_type="text/xml")


def vpc_origin_config(req):
    ET.register_namespace("", CF)
    root = ET.fromstring(req.get_data())
    config = root if root.tag.endswith("VpcOriginEndpointConfig") else root.find(f"{{{CF}}}VpcOriginEndpointConfig")
    tags = [{"Key": tag.findtext(f"{{{CF}}}Key"), "Value": tag.findtext(f"{{{CF}}}Value") or ""} for tag in root.iter(f"{{{CF}}}Tag")]
    return ET.tostring(config, encoding="unicode"), tags


@route("cloudfront", "POST", "/2020-05-31/vpc-origin")
def _(req, region):
    from moto.cloudfront.models import cloudfront_backends
    oid = "vo_" + secrets.token_hex(11)
    config, tags = vpc_origin_config(req)
    item = {"id": oid, "arn": f"arn:aws:cloudfront::{ACCOUNT}:vpcorigin/{oid}", "etag": "E" + secrets.token_hex(6).upper(),
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "config": config}
    STORE["vpc-origin", oid] = item
    cloudfront_backends[ACCOUNT]["aws"].tag_resource(item["arn"], tags)
    return vpc_origin_xml(item, 202)


@route("cloudfront", "(GET|PUT|DELETE)", "/2020-05-31/vpc-origin/([^/]+)")
def _(req, region, oid):
    item = STORE.get(("vpc-origin", oid))
    if not item:
        return Response(f'<ErrorResponse xmlns="{CF}"><Error><Type>Sender</Type><Code>EntityNotFound</Code><Message>no</Message></Error></ErrorResponse>',
                        404, content_type="text/xml")
    if req.method == "PUT":
        item["config"], item["etag"] = vpc_origin_config(req)[0], "E" + secrets.token_hex(6).upper()
    if req.method == "DELETE":
        del STORE["vpc-origin", oid]
    return vpc_origin_xml(item, 200 if req.method == "GET" else 202)


# ---- PATCHES to moto 5.2.1's own backends: what it forgets or invents, so that a second plan is empty ----
def after(cls, name):
    """decorator: run fn(result, self, *args, **kwargs) after cls.name; a not-None return replaces the result"""
    def deco(fn):
        old = getattr(cls, name)

        def new(self, *a, **k):
            result = old(self, *a, **k)
            changed = fn(result, self, *a, **k)
            return result if changed is None else changed
        setattr(cls, name, new)
        return fn
    return deco


def patch_moto():
    from moto.acm.models import CertBundle
    from moto.acm.responses import AWSCertificateManagerResponse
    from moto.amp.models import Workspace
    from moto.amp.responses import PrometheusServiceResponse
    from moto.autoscaling.models import FakeScalingPolicy, LifecycleHook
    from moto.autoscaling.responses import AutoScalingResponse
    from moto.cloudfront.models import CacheBehaviour, DefaultCacheBehaviour, Origin, ViewerCertificate
    from moto.cloudwatch.responses import CloudWatchResponse
    from moto.core.responses import ActionResult
    from moto.ec2.models.launch_templates import LaunchTemplateVersion
    from moto.ec2.models.security_groups import SecurityGroupRule
    from moto.iam.access_control import PermissionResult
    from moto.rds.models import DBInstance, DBParameterGroup, RDSBackend
    from moto.s3.models import OWNER, FakeBucket
    from moto.s3.responses import S3Response

    # S3: a Deny with a Condition (aws:SecureTransport) denies everything, a "*" principal crashes the logging check
    FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL
    FakeBucket._log_permissions_enabled_policy = staticmethod(lambda target_bucket, target_prefix: True)

    # S3: the owner of all buckets has one id when they are listed, and another when one is asked for
    @after(S3Response, "all_buckets")
    def _(result, self, *a, **k):
        status, headers, body = result
        owner = re.compile(rb"<ID>\w+</ID>" if isinstance(body, bytes) else r"<ID>\w+</ID>")
        new = f"<ID>{OWNER}</ID>"
        return status, headers, owner.sub(new.encode() if isinstance(body, bytes) else new, body)

    # EC2: rules with a source group or prefix list lose their description; templates carry their own tags
    @after(SecurityGroupRule, "__init__")
    def _(_, self, *a, **k):
        self.prefix_description = ((a[7] if len(a) > 7 else k.get("prefix_list_id")) or {}).get("Description")
    SecurityGroupRule.description = property(
        lambda self: self.ip_range.get("Description") or self.source_group.get("Description") or getattr(self, "prefix_description", None))

    @after(LaunchTemplateVersion, "__init__")
    def _(_, self, *a, **k):
        if self.data.get("TagSpecifications"):
            self.data["TagSpecifications"] = [t for t in self.data["TagSpecifications"] if t["ResourceType"] != "launch-template"]

    # Auto Scaling
    @after(LifecycleHook, "__init__")
    def _(_, self, *a, **k):
        self.role_arn = self.notification_target_arn = None

    @after(FakeScalingPolicy, "__init__")
    def _(_, self, *a, **k):
        self.enabled = True
        self.predictive_scaling_configuration = self.predictive_scaling_configuration or None

    def asg_extras(_, self, *a, **k):
        p = self._get_params()
        group = self.autoscaling_backend.autoscaling_groups[p["AutoScalingGroupName"]]
        for key, attr in (("DefaultInstanceWarmup", "default_instance_warmup"), ("MaxInstanceLifetime", "max_instance_lifetime"),
                          ("InstanceMaintenancePolicy", "instance_maintenance_policy")):
            if key in p:
                setattr(group, attr, p[key])
    after(AutoScalingResponse, "create_auto_scaling_group")(asg_extras)
    after(AutoScalingResponse, "update_auto_scaling_group")(asg_extras)

    # Nothing is replaced here, and that at once.
    def start_instance_refresh(self):
        group, begin = self._get_params()["AutoScalingGroupName"], datetime.datetime.now(datetime.timezone.utc)
        refresh = {"InstanceRefreshId": str(uuid.uuid4()), "AutoScalingGroupName": group, "Status": "Successful",
                   "StartTime": begin, "EndTime": begin, "PercentageComplete": 100}
        STORE.setdefault(("refresh", group), []).insert(0, refresh)
        return ActionResult({"InstanceRefreshId": refresh["InstanceRefreshId"]})

    AutoScalingResponse.start_instance_refresh = start_instance_refresh
    AutoScalingResponse.describe_instance_refreshes = lambda self: ActionResult(
        {"InstanceRefreshes": STORE.get(("refresh", self._get_params()["AutoScalingGroupName"]), [])})

    # RDS: one DbiResourceId for all, no monitoring, no Performance Insights, parameters without a source
    def rds_extras(self, k):
        if k.get("enable_performance_insights") is not None:
            self.performance_insights_enabled = k["enable_performance_insights"]
        if getattr(self, "performance_insights_enabled", False):
            self.performance_insights_retention_period = k.get("performance_insights_retention_period", 7)
            self.performance_insights_kms_key_id = k.get("performance_insights_kms_key_id", getattr(self, "performance_insights_kms_key_id", None))
        for key in ("monitoring_interval", "monitoring_role_arn"):
            if k.get(key) is not None:
                setattr(self, key, k[key])

    @after(DBInstance, "__init__")
    def _(_, self, *a, **k):
        self.dbi_resource_id = "db-" + secrets.token_hex(13).upper()
        rds_extras(self, k)
    after(DBInstance, "update")(lambda _, self, *a, **k: rds_extras(self, k))

    @after(RDSBackend, "create_db_instance_read_replica")
    def _(db, self, db_kwargs):
        db.dbi_resource_id = "db-" + secrets.token_hex(13).upper()
        db.backup_retention_period = 0

    @after(DBParameterGroup, "update_parameters")
    def _(_, self, *a, **k):
        for p in self.parameters.values():
            p["Source"] = "user"

    # ACM
    @after(AWSCertificateManagerResponse, "request_certificate")
    def _(result, self):
        if isinstance(result, str):
            self.acm_backend._certificates[json.loads(result)["CertificateArn"]].requested_algorithm = self._get_param("KeyAlgorithm")

    @after(CertBundle, "describe")
    def _(result, self):
        if getattr(self, "requested_algorithm", None):
            result["Certificate"]["KeyAlgorithm"] = self.requested_algorithm

    # AMP
    @after(PrometheusServiceResponse, "create_workspace")
    def _(result, self):
        self.amp_backend.workspaces[json.loads(result)["workspaceId"]].kms_key_arn = json.loads(self.body).get("kmsKeyArn")

    @after(Workspace, "to_dict")
    def _(result, self):
        if getattr(self, "kms_key_arn", None):
            result["kmsKeyArn"] = self.kms_key_arn

    # CloudFront: an origin in a VPC is forgotten
    @after(Origin, "__init__")
    def _(_, self, origin):
        if "VpcOriginConfig" in origin:
            self.vpc_origin_config = origin["VpcOriginConfig"]

    # CloudFront: cache policies exclude forwarded values; ACM certificates exclude the default one
    for cls in (DefaultCacheBehaviour, CacheBehaviour):
        @after(cls, "__init__")
        def _(_, self, *a, **k):
            if self.cache_policy_id:
                self.forwarded_values = None

    @after(ViewerCertificate, "__init__")
    def _(_, self, *a, **k):
        if self.acm_certificate_arn:
            self.cloud_front_default_certificate = False

    # ECS and Application Auto Scaling
    from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
    from moto.ecs.responses import EC2ContainerServiceResponse
    scalable_tags: dict[str, dict] = {}

    @after(ApplicationAutoScalingResponse, "register_scalable_target")
    def _(result, self):
        scalable_tags.setdefault(json.loads(result)["ScalableTargetARN"], {}).update(self._get_param("Tags") or {})
    ApplicationAutoScalingResponse.list_tags_for_resource = lambda self: json.dumps({"Tags": scalable_tags.get(self._get_param("ResourceARN"), {})})

    def ecs_extras(_, self):
        name = (self._get_param("serviceName") or self._get_param("service")).split("/")[-1]
        cluster = (self._get_param("cluster") or "default").split("/")[-1]
        service = self.ecs_backend.services[f"{cluster}:{name}"]
        for key, attr in (("capacityProviderStrategy", "capacity_provider_strategy"), ("healthCheckGracePeriodSeconds", "health_check_grace_period_seconds"),
                          ("availabilityZoneRebalancing", "availability_zone_rebalancing")):
            if self._get_param(key) is not None:
                setattr(service, attr, self._get_param(key))
    after(EC2ContainerServiceResponse, "create_service")(ecs_extras)
    after(EC2ContainerServiceResponse, "update_service")(ecs_extras)

    # CloudWatch: composite alarms are stored like metric alarms, only the action has no name
    CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm


SCOPE = re.compile(r"Credential=[^/]+/\d{8}/([^/]+)/([^/]+)/aws4_request")


class Plus:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        m = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        if m:
            region, service = m.groups()
            if service == "backup" and environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"].startswith("/tags/"):
                environ["PATH_INFO"] = environ["PATH_INFO"].rstrip("/") + "/"  # moto counts on botocore's trailing slash
                environ["RAW_URI"] = environ["REQUEST_URI"] = environ["PATH_INFO"]
            for svc, method, pattern, fn in ROUTES:
                if svc == service and re.fullmatch(method, environ["REQUEST_METHOD"]):
                    hit = pattern.match(environ["PATH_INFO"])
                    if hit:
                        return fn(Request(environ), region, *hit.groups())(environ, start_response)
        return self.app(environ, start_response)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("-p", "--port", type=int, default=5995)
    args = ap.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    patch_moto()
    run_simple("127.0.0.1", args.port, Plus(DomainDispatcherApplication(create_backend_app)), threaded=True)
