import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { applyTheme } from "./app/theme";
import "./style.css";

applyTheme();
createRoot(document.getElementById("root")!).render(<App />);
