/** The parts of ECharts that the console draws with; loaded when the first chart is. */
import { BarChart, LineChart, TreemapChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, TreemapChart, GridComponent, TooltipComponent, MarkLineComponent, CanvasRenderer]);

export { init };
