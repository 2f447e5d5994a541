import os

os.environ["GREETING"] = "from the app's own sitecustomize"
