# What is yours to write, and to commit: every run must have the same. The environments take their region from here.
region = "eu-central-1"

# OWNER/NAME of the repository whose workflows plan and deploy; null: no roles for any.
github_repository = null
